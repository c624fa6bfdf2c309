"""Starts hetviz: `python app.py`, then open the printed address.

Reading order: here, `page`, its tabs, `serving`, `detectors`, `blocks`, `operators`.
"""

from hetviz.page import page

demo = page.build()

if __name__ == "__main__":
    page.warm_up()
    demo.launch(**page.launch_options())
