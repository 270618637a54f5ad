"""Pictures of every page for people to look at: ``python -m tests.e2e.screenshots [page …]`` → tests/output/."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.e2e.conftest import CHROMIUM_FLAGS, chromium
from tests.e2e.pages import PAGES, SEEN_BY
from tests.e2e.signing_in import sign_in
from tests.portal import ROOT, running_portal


def main() -> None:
    """Draw the named pages (or all) at 360 and 1280 px, light; and dark with ``--dark``."""
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--")] or list(PAGES)
    scheme = "dark" if "--dark" in sys.argv else "light"
    out = ROOT / "tests/output"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, running_portal(Path(data)) as portal, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        for width in (360, 1280):
            context = browser.new_context(
                base_url=portal.url, viewport={"width": width, "height": 900}, color_scheme=scheme, locale="da-DK"
            )
            page = context.new_page()
            for name in names:
                context.clear_cookies()
                if name in SEEN_BY:
                    sign_in(page, SEEN_BY[name])
                page.goto(PAGES.get(name, name))
                page.wait_for_load_state("networkidle")
                target = out / f"{name.strip('/').replace('/', '_')}-{width}-{scheme}.png"
                page.screenshot(path=target, full_page=True)
                print(target.relative_to(ROOT))
        browser.close()


if __name__ == "__main__":
    main()
