"""What runs on the reader's machine imports what is only there."""

collect_ignore = ["readers_machine"]
