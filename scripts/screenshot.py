"""Draw the picture in README.md from a running portal: ``python -m scripts.screenshot http://localhost:8000``."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

OUT = Path(__file__).resolve().parents[1] / "docs/screenshot.jpg"


def main() -> None:
    """Photograph the answer to one question."""
    base = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="da-DK")
        page.goto(f"{base}/soeg/?q=min+mand+er+d%C3%B8d&hvor=5000")
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(1000)
        OUT.parent.mkdir(exist_ok=True)
        page.screenshot(path=OUT, type="jpeg", quality=72)
        browser.close()


if __name__ == "__main__":
    main()
