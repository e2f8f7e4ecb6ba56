"""Answers of no in the samples, and what their action plans say: text by question or element of the shipped instrument."""

from __future__ import annotations

# A "no": the assessor's notes, and the action that the plan gives for it.
NOES: dict[str, tuple[str, str]] = {
    "A5": (
        "The office has the current act, regulation and code, but the crews cannot open them at the lease.",
        "Store the act, regulation and code on the tablet of each truck and show the crews where they are.",
    ),
    "A7": (
        "Winter clothing and a spare gas monitor were asked for in autumn and had not been bought by spring.",
        "Buy the outstanding items and keep a list of requests with the date on which each was met.",
    ),
    "B3": (
        "The binder deals with accidents only; noise, silica dust, fatigue and harassment are not in it.",
        "Add the hazards to health to the assessment of each task, together with the crews.",
    ),
    "B5": (
        "The binder was written three years ago and has not been gone through since.",
        "Go through the binder with the crews each December, and after every change and every incident.",
    ),
    "C7": (
        "Three of the containers looked at had no readable label, and their data sheets could not be found.",
        "Label all containers, renew the binder of data sheets and check both every month.",
    ),
    "D5": (
        "There is no list of units and tools with intervals; the shop goes by memory.",
        "List every unit and tool with its maker's intervals, and keep the list in the shop.",
    ),
    "D6": (
        "Units are repaired when something breaks, and the invoices do not show what was looked at.",
        "Have each unit serviced by the new list, and keep a record that names who did the work.",
    ),
    "F3": (
        "No drill was held in the past year, because the crews were away on long jobs.",
        "Hold a drill with all crews in September, and write down what was learned from it.",
    ),
    "F5": (
        "Two of the three crews went out without anyone holding a valid first aid certificate.",
        "Send two people of each crew to intermediate first aid and enter the expiry dates in the training table.",
    ),
    "G4": (
        "The reports say what happened on the day, but nobody has looked for what allowed it.",
        "Train the supervisor in finding causes, and go back to the two incidents of the past year.",
    ),
    "G5": (
        "As no causes were looked for, no corrective action was set either.",
        "Set an action for each cause with a person and a date, and follow it in the register.",
    ),
    "H2": (
        "Counts of incidents and courses are kept by month, but nobody has added them up for the year.",
        "Make a one-page summary each January and go through it at the next meeting.",
    ),
    "H3": (
        "The owner looks into single topics during the year; a look at the system as a whole was not written down.",
        "Review all ten elements in October, sign the review and put its changes into the plan.",
    ),
    "H5": (
        "The new call-in number reached the day crews only; the night operator had not heard of it.",
        "Announce every change in writing to all employees and have them initial it.",
    ),
}

# What the action plan says of the points that an element lost: the deficiency, and the action.
PLANNED: dict[str, tuple[str, str]] = {
    "A": (
        "Visits and meetings are not held, recorded and followed up as planned.",
        "Put visits and meetings on the shift plan, and open each meeting with the actions of the last one.",
    ),
    "B": (
        "Assessments leave out tasks and kinds of hazards, and are not renewed when equipment changes.",
        "Complete the assessments task by task with the crews, and review them whenever a unit is added.",
    ),
    "C": (
        "Some hazards have no fitting control or no procedure, and crews cannot name all controls.",
        "Write the missing procedures, close the open controls and go through them at the monthly meetings.",
    ),
    "D": (
        "Inspections and maintenance fall behind in winter, and corrections are not always recorded.",
        "Name a stand-in for each inspection, and keep one register for findings and repairs.",
    ),
    "E": (
        "Certificates, orientations and competence records are not complete for everyone.",
        "Check the training table every month, and let nobody start before the sheets are signed.",
    ),
    "F": (
        "The emergency plan leaves out some emergencies and is not practised so that everyone knows it.",
        "Complete the plan, practise it twice a year and write a review after each drill.",
    ),
    "H": (
        "Last year's plan was not carried out to the end.",
        "Give every item that is left a new date, and look into the plan at the start of each quarter.",
    ),
}
