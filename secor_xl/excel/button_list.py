"""The buttons: one list for the ribbon, the macros and the start sheet; their work is in ``buttons``.

The pictures are Office's own; each name is in published lists of them, and a wrong one would only leave a button bare.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """A button.

    Attributes:
        label: the text on the button; the names of its macro and of its function are made from it.
        group: its ribbon group.
        screen_tip: the title of its tooltip.
        super_tip: the text of its tooltip: what it does, and that it changes nothing where it does not.
        image: Office's name of its picture (``imageMso``).
        on_start: whether the start sheet has it too.
    """

    label: str
    group: str
    screen_tip: str
    super_tip: str
    image: str
    on_start: bool = True

    @property
    def name(self) -> str:
        """The macro's name in VBA, such as ``CheckNow``."""
        return self.label.title().replace(" ", "")

    @property
    def function(self) -> str:
        """The function of ``secor_xl.excel.buttons`` that it runs, without arguments, such as ``check_now``."""
        return self.label.lower().replace(" ", "_")

    @property
    def callback(self) -> str:
        """The macro that the ribbon calls."""
        return f"Ribbon{self.name}"


TITLE = "SECOR QA"
"""The name of the ribbon tab, of the message boxes and of the category of functions."""
REVIEW, LETTERS, WORKBOOK = "Review", "Letters", "Workbook"
GROUPS = (REVIEW, LETTERS, WORKBOOK)

COMMANDS = (
    Command(
        "Take in submission",
        REVIEW,
        "Take in a submission or a correction",
        "In a blank workbook: choose the file that came in, and its facts fill the cells. In a workbook that waits for a"
        " correction: it replaces the submitted facts, and your own entries stay. Nothing is saved.",
        "FileCheckIn",
    ),
    Command(
        "Check now",
        REVIEW,
        "Check this review now",
        "Judges the review on the screen, including unsaved entries, and shows the outcome, the reasons and the next step.",
        "AcceptInvitation",
    ),
    Command(
        "Explain flag",
        REVIEW,
        "Explain the flag in the selected cell",
        "Select a cell with a flag first. Shows the whole message, what the rule checks, why, and how to clear the flag.",
        "Help",
    ),
    Command(
        "Start next round",
        REVIEW,
        "Start the next correction round",
        "Goes to the row of the next round and says what to enter there. If no round can start, it says why.",
        "RecurrenceEdit",
    ),
    Command(
        "Make letters",
        LETTERS,
        "Make the letters that are due",
        "Judges the review, shows which letters are due and to whom, and asks once. Then writes them, enters them in the letter log"
        " and opens them. If no letter is due, it says why.",
        "FileSaveAsWordDocx",
    ),
    Command(
        "Preview as PDF",
        LETTERS,
        "Preview the letters before you make them",
        "Shows the letters that are due as a PDF in a folder for temporary files. Nothing is entered in the letter log.",
        "FileSaveAsPdfOrXps",
    ),
    Command(
        "Open letters folder",
        LETTERS,
        "Open the folder of the letters",
        "Opens the folder that the letters of this review are written to.",
        "Folder",
    ),
    Command(
        "My desk",
        WORKBOOK,
        "See what is due in all your reviews",
        "Judges every workbook in the folder of your reviews, and opens a list: late and due first, with the next step and a link"
        " to each review. No review is changed.",
        "AcceptTask",
        on_start=False,
    ),
    Command(
        "New review",
        WORKBOOK,
        "Start a new review",
        "Makes a new, empty review workbook and opens it. This workbook is not changed.",
        "FileNew",
    ),
    Command(
        "Upgrade workbook",
        WORKBOOK,
        "Upgrade this workbook to the installed version",
        "Builds the workbook anew from its entries with the installed secor-xl. The old file is kept beside the new one.",
        "FileUpdate",
    ),
)
"""In the order of the ribbon, and of the start sheet."""
