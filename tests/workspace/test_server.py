"""Starting, stopping, starting again: nothing answered is lost, also when the process is killed."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.workspace.server import Workspace, WorkspaceError
from bot.workspace.state import StateError
from tests.workspace.house import COMPANY, House, bolt, connected, manifest, modal, section


def test_everything_is_there_after_a_restart(open_house: Callable[..., House]) -> None:
    house = open_house(manifest())
    app = bolt(house)
    app.command("/form")(
        lambda ack, body: (house.client.views_open(trigger_id=body["trigger_id"], view=modal()), ack())
    )
    person = house.person("an.ning")
    head = person.say("#官微", "头")
    house.client.chat_postMessage(channel="#官微", text="答", thread_ts=head)
    person.command("#官微", "/invite @cui.yu")
    user = house.workspace.person_id("an.ning")
    house.client.views_publish(user_id=user, view={"type": "home", "blocks": [section("家")]})
    with connected(house, app):
        person.command("#官微", "/form")
    before = (person.messages("#官微"), person.open_views(), person.published_home(), person.state()["channels"])
    house.workspace.stop()

    again = open_house(manifest()).person("an.ning")
    after = (again.messages("#官微"), again.open_views(), again.published_home(), again.state()["channels"])
    assert after == before
    assert again.say("#官微", "又来") > head


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from pathlib import Path
        from bot.workspace.server import Pace, Workspace
        from tests.workspace.house import COMPANY
        workspace = Workspace(Path(sys.argv[1]), COMPANY, pace=Pace.unlimited()).start()
        print(workspace.api_url, flush=True)
        sys.stdin.read()
        """
    )
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "w.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=root,
    )
    assert process.stdin and process.stdout
    client = WebClient("xoxb-workspace", base_url=process.stdout.readline().strip())
    stamps = [client.chat_postMessage(channel="#官微", text=str(number))["ts"] for number in range(20)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdin.close()
    process.stdout.close()
    with Workspace(tmp_path / "w.db", COMPANY) as workspace:
        kept = WebClient("xoxb-workspace", base_url=workspace.api_url).conversations_history(channel=_desk(workspace))
    assert [one["ts"] for one in kept["messages"]][::-1] == stamps


def _desk(workspace: Workspace) -> str:
    channels = WebClient("xoxb-workspace", base_url=workspace.api_url).conversations_list()["channels"]
    return str(next(one["id"] for one in channels if one["name"] == "官微"))


def test_a_port_that_is_taken_makes_it_the_next_free_one(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wanted = taken.getsockname()[1]
        with Workspace(tmp_path / "w.db", COMPANY, port=wanted) as workspace:
            assert workspace.wanted_port == wanted
            assert workspace.port > wanted
            assert str(workspace.port) in workspace.api_url


def test_two_workspaces_do_not_share_a_state(open_house: Callable[..., House], tmp_path: Path) -> None:
    open_house(manifest())
    with pytest.raises(StateError):
        Workspace(tmp_path / "workspace.db", COMPANY)


def test_what_is_no_state_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w.db").write_bytes(b"not a database at all, not at all" * 50)
    with pytest.raises(StateError):
        Workspace(tmp_path / "w.db", COMPANY)


def test_a_manifest_that_slack_would_refuse_is_refused(tmp_path: Path) -> None:
    source = manifest()
    source["features"]["slash_commands"][0]["command"] = "/命令"
    with pytest.raises(WorkspaceError, match="slash_commands/0/command"):
        Workspace(tmp_path / "w.db", COMPANY, source)
