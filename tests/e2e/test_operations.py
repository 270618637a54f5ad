"""An operator's commands against a real installation, on whichever database the run uses."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.portal import ROOT, Portal, run_command


def empty_installation(portal: Portal, folder: Path) -> dict[str, str]:
    """Return the environment of a second, empty installation on the same kind of database."""
    env = portal.env | {"BROBYGGER_DATA": str(folder / "second")}
    if url := env.get("BROBYGGER_DATABASE_URL"):
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS restored")
            connection.execute("CREATE DATABASE restored")
        env["BROBYGGER_DATABASE_URL"] = urlsplit(url)._replace(path="/restored").geturl()
    return env


class TestBackupAndRestore:
    def test_bring_the_whole_register_to_another_installation(self, portal: Portal, tmp_path: Path) -> None:
        portal.run("backup", str(tmp_path / "copy"))
        other = empty_installation(portal, tmp_path)

        run_command(other, "restore", str(tmp_path / "copy"), "--yes")

        hits = json.loads(run_command(other, "search", "besøgsven", "--kommune", "Odense", "--json"))
        assert hits["total"] > 0
        assert hits["hits"] == json.loads(portal.run("search", "besøgsven", "--kommune", "Odense", "--json"))["hits"]

    def test_refuse_to_overwrite_a_folder(self, portal: Portal, tmp_path: Path) -> None:
        (tmp_path / "something").touch()

        with pytest.raises(RuntimeError, match="ikke tom"):
            portal.run("backup", str(tmp_path))

    def test_refuse_to_replace_without_a_yes(self, portal: Portal, tmp_path: Path) -> None:
        with pytest.raises(RuntimeError, match="--yes"):
            portal.run("restore", str(tmp_path))


class TestDoctor:
    def test_finds_the_demo_well(self, portal: Portal) -> None:
        report = json.loads(portal.run("doctor", "--json"))

        assert report["well"], report

    def test_says_what_to_do_about_an_empty_database(self, portal: Portal, tmp_path: Path) -> None:
        env = empty_installation(portal, tmp_path)
        Path(env["BROBYGGER_DATA"]).mkdir(parents=True, exist_ok=True)

        with pytest.raises(RuntimeError, match="brobygger migrate"):
            run_command(env, "doctor")


def start(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "brobygger", "check"], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "real_installation",
    [
        {"BROBYGGER_DEMO": "0"},
        {"BROBYGGER_HOSTS": "brobygger.example"},
        {"BROBYGGER_BASE_URL": "https://brobygger.example"},
    ],
)
class TestProduction:
    @pytest.mark.parametrize("secret", ["", "kort", "demo-only-secret-" + "0" * 40])
    def test_refuses_to_start_with_a_default_or_short_secret(
        self, portal: Portal, real_installation: dict[str, str], secret: str
    ) -> None:
        done = start(portal.env | real_installation | {"BROBYGGER_SECRET_KEY": secret})

        assert done.returncode != 0
        assert "BROBYGGER_SECRET_KEY" in done.stderr

    def test_starts_with_a_secret_of_its_own(self, portal: Portal, real_installation: dict[str, str]) -> None:
        done = start(portal.env | real_installation | {"BROBYGGER_SECRET_KEY": "q7" * 30})

        assert done.returncode == 0, done.stderr


class TestLogs:
    def test_name_the_route_and_never_the_words(self, portal: Portal) -> None:
        urllib.request.urlopen(f"{portal.url}/soeg/?q=hemmeligtord&hvor=5000").read()

        log = portal.log.read_text(encoding="utf-8")

        assert '"route": "web:search"' in log
        assert "hemmeligtord" not in log
        assert "127.0.0.1" not in log
