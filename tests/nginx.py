"""nginx in front of the app, as people serve it: under a sub-path, or two copies of the app that share the visitors."""

import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import free_port

CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_max_body_size 25m;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_http_version 1.1;
  proxy_buffering off;
  proxy_read_timeout 300s;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-Host $http_host;
  {upstreams}
  server {{
    listen 127.0.0.1:{port};
    {locations}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, locations: str, upstreams: str = "") -> Iterator[str]:
    """Run nginx with these locations until the block ends, and give its address."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        pytest.fail("nginx is not installed; tests/run.sh installs it on Debian and its kin")
    port, file = free_port(), folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port, locations=locations, upstreams=upstreams))
    process = subprocess.Popen([program, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(file)])
    address = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            urllib.request.urlopen(f"{address}/nginx-is-there", timeout=5).close()
        except urllib.error.HTTPError:
            break  # 404: it answers
        except OSError:
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(20)
