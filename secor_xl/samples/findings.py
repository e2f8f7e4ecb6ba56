"""What the reviewer found in the samples, and mixed interviews: text by question of the shipped instrument."""

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
        "The assessments attached leave out tank steaming and shop welding, which are on the list of jobs.",
        "Send the completed assessments of both tasks.",
    ),
    "B3": (
        "Noise and fatigue are not dealt with for night work, and nothing says that they do not occur.",
        "Add the physical and psychological hazards of night work to the assessments, and send these pages.",
    ),
    "B4": (
        "Many hazards in the binder carry no rank, the ones of the shop among them.",
        "Rank the remaining hazards by the company's own method, and send the pages.",
    ),
    "B5": (
        "The assessments were not reviewed when the new steam unit came into use.",
        "Send a dated and signed review of the assessments that this unit concerns.",
    ),
    "B6": (
        "Several of the field-level forms read name hazards but no controls.",
        "Send completed forms of three more jobs, with the control of each hazard.",
    ),
    "B7": (
        "Some employees said that they had never been asked about the hazards of their work.",
        "Let the crews take part in the next review of the assessments, and record their names.",
    ),
    "C1": (
        "For several ranked hazards the only control is protective equipment, where guards or isolation are practical.",
        "Show for these hazards which more effective controls were considered, and what was chosen.",
    ),
    "C2a": (
        "Gas heads on one unit were past their date of calibration on the day of the site visit.",
        "Send the calibration records of all gas heads in use.",
    ),
    "C2b": (
        "Two of the highest-ranked tasks have no procedure: bleeding off pressure and working on tank tops.",
        "Write both procedures with the people who do the work, and send them.",
    ),
    "C2c": (
        "Two people wore no hearing protection beside the running pump, and one breathing apparatus was out of date.",
        "Show that the apparatus was serviced, and that hearing protection is worn where it is marked.",
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
    "D4": (
        "Workers took no part in the monthly rounds of the shop.",
        "Let a worker take part in each round, and record the name on the checklist.",
    ),
    "D5": (
        "The compressor and the pressure washer are not on the list of equipment.",
        "Add both with a schedule that follows the maker's instructions, and send the list.",
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
    "E7": (
        "Some employees said that they had been shown the task only after they had done it for the first time.",
        "Show each task before it is done, and record it on the sign-off sheet.",
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
    "G2": (
        "People told of near misses that are not on file.",
        "Have these events reported in writing, and send the reports.",
    ),
    "G3": (
        "Some answers left near misses out of what has to be reported.",
        "Explain at the next meeting what is reported, to whom and how soon, and send the minutes.",
    ),
    "G4": (
        "Some investigations stop at what the person did and do not ask what allowed it.",
        "Take these investigations to their causes, and send the reports.",
    ),
    "G5": (
        "Some actions of the investigations have no date on which they were closed.",
        "Send the register with the date and proof of each action.",
    ),
    "H1": (
        "Some of the records that were asked for could not be found on the day.",
        "Keep the records where they can be found, and send a list of where they are.",
    ),
    "H2": (
        "The summary counts incidents but not inspections.",
        "Add the counts of inspections, and send the summary.",
    ),
    "H4": (
        "Items of last year's plan are neither done nor under way.",
        "Give a new date and a person for each item left, and send the notes of progress.",
    ),
    "I2": (
        "Some contractors of the past year have no signed orientation.",
        "Orient them before their next job, and send the signed sheets.",
    ),
    "I4": (
        "Nothing keeps visitors, neighbours and other crews away from the steam hoses while work is under way.",
        "Show barriers or signs in use at the next job.",
    ),
    "J2": (
        "Some concerns in the log have no answer from the owner.",
        "Answer each concern in writing, and send the log.",
    ),
    "J3": (
        "No time at work is kept free for the representative.",
        "Put the time on the shift plan, and let the representative confirm it.",
    ),
}

# An assessor's notes where interviews came out mixed; the tally is filled in.
TALLIES: dict[str, str] = {
    "B7": "{tally} employees asked said that they had helped to write an assessment; the others had only read the finished "
    "sheets and signed them at the spring meeting.",
    "C3": "{tally} answers given at the two work sites named the right safeguards. The rest spoke of gloves and hard hats "
    "but not of isolation, bleeding down or the stand-off line.",
    "E7": "{tally} employees remembered being shown a task before doing it. The others learned steaming on the job, from "
    "a more experienced hand beside them.",
    "F4": "{tally} answers were right. Wind direction and head count were known to all; the muster point and the first "
    "number to call were not.",
    "G3": "{tally} answers were complete. The others would speak to the supervisor about an injury at once but would not "
    "write up a near miss.",
}
