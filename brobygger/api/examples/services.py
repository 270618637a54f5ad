"""Every service in the register, with its organisation. Only Python's own library."""

import json
import os
from urllib.request import urlopen

base = os.environ.get("BROBYGGER", "http://localhost:8000")
number, is_last = 1, False
while not is_last:
    with urlopen(f"{base}/hsds/3/services?per_page=100&page={number}", timeout=30) as answer:
        page = json.load(answer)
    for service in page["contents"]:
        print(service["name"], "·", service.get("organization", {}).get("name", ""))
    number, is_last = number + 1, page["last_page"]
