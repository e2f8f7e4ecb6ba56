"""The reviewer's findings in the samples, and mixed interviews, by question of the shipped instrument."""

from __future__ import annotations

# What was found, and what is needed to put it right.
FINDINGS: dict[str, tuple[str, str]] = {
    "A2": (
        "The sheets attached leave out the duties of hired contractors.",
        "Send the written responsibilities of contractors.",
    ),
    "A4": (
        "Visits are not on record for every quarter, although the job tickets show work in every month.",
        "Send the missing records of visits, or plan a visit for each quarter with work.",
    ),
    "A6": (
        "Minutes of three months are missing, and actions of earlier meetings are not followed up in the others.",
        "Send the missing minutes, and show in each set what became of the actions before.",
    ),
    "B2": (
        "Many of the tasks on the list have no assessment of their own, tank steaming and shop welding among them.",
        "Write these assessments with the people who do the work, and send them.",
    ),
    "B5": (
        "The assessments were reviewed neither when the new steam unit came into use nor after the near miss in April.",
        "Send dated and signed reviews of the assessments that these concern.",
    ),
    "B6": (
        "Several of the field-level forms read name hazards but no controls.",
        "Send completed forms of three more jobs, with the control of each hazard.",
    ),
    "C1": (
        "For most of the hazards followed the only control is protective equipment, where guards or isolation are practical.",
        "Show for these hazards which more effective controls were considered, and what was chosen.",
    ),
    "C2b": (
        "Two of the highest-ranked tasks have no procedure: bleeding off pressure and working on tank tops.",
        "Write both procedures with the people who do the work, and send them.",
    ),
    "C3": (
        "Many answers named the protective equipment but none of the other controls of the task.",
        "Go through the controls of each task with the people who do it, and record it.",
    ),
    "C4": (
        "Some of the corrective actions followed were closed after the date that was set for them.",
        "Send the register with the reasons for the late ones and the dates closed.",
    ),
    "D2": (
        "Fewer inspections were done than the process asks for; none of the yard is on record from November to January.",
        "Send the missing checklists, or say how inspections will be kept up in winter.",
    ),
    "D3": (
        "Some findings followed have no person and no date of correction.",
        "Send the findings with the person, the date and proof of each correction.",
    ),
    "D6": (
        "Some of the maintenance records, the shop hoist's among them, do not name who did the work.",
        "Send complete records for these items, with the qualified person or shop.",
    ),
    "E2": (
        "Not every first aid certificate in the folders was in date at data gathering.",
        "Send copies of the certificates that are now in date.",
    ),
    "E3": (
        "Some orientations are dated after the first job ticket.",
        "Make sure that every orientation comes first, and send those of the next people hired.",
    ),
    "E5": (
        "The competence records of some people are not signed by anyone who knows the job.",
        "Send the records, signed by the person who watched the work.",
    ),
    "F1": (
        "The plan does not deal with a gas release or with severe weather.",
        "Add both emergencies to the plan, or give the reason why they cannot occur, and send the pages.",
    ),
    "F2": (
        "Emergency numbers and directions were missing at several of the places visited.",
        "Put both at each place of work, and send a photograph of one.",
    ),
    "F3": (
        "The drill record has no review of what was learned, and nothing shows that the plan was improved.",
        "Send the written review, and say what was improved or why nothing had to be.",
    ),
    "F4": (
        "Some answers did not name the muster point or whom to call first.",
        "Go through the plan with everyone, and record who took part.",
    ),
    "F6": (
        "Some of the emergency equipment, an extinguisher among it, carries no monthly check since winter.",
        "Send the inspection records of the last three months.",
    ),
    "H4": (
        "Items of last year's plan are neither done nor under way.",
        "Give a new date and a person for each item left, and send the notes of progress.",
    ),
}

# An assessor's notes where interviews came out mixed; the tally is filled in.
TALLIES: dict[str, str] = {
    "C3": "{tally} answers given at the two work sites named the right safeguards. The rest spoke of gloves and hard hats "
    "but not of isolation, bleeding down or the stand-off line.",
    "F4": "{tally} answers were right. Wind direction and head count were known to all; the muster point and the first "
    "number to call were not.",
}
