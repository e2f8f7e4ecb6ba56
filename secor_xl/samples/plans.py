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
    "C7": (
        "Three of the containers looked at had no readable label, and their data sheets could not be found.",
        "Label all containers, renew the binder of data sheets and check both every month.",
    ),
    "F5": (
        "Two of the three crews went out without anyone holding a valid first aid certificate.",
        "Send two people of each crew to intermediate first aid and enter the expiry dates in the training table.",
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
        "The emergency plan is not known well enough, and drills teach less than they could.",
        "Practise twice a year, write a review after each drill and check the equipment every month.",
    ),
    "G": (
        "Near misses stay unreported, and investigations end too early.",
        "Train the supervisor in finding causes, and go through near misses at each meeting.",
    ),
    "H": (
        "Records are hard to find, and last year's plan was not carried out to the end.",
        "Sort the records by element, and look into the plan at the start of each quarter.",
    ),
    "I": (
        "Contractors and others near the work are not always told of its hazards.",
        "Orient each contractor before the first job, and set up barriers and signs at each lease.",
    ),
    "J": (
        "Concerns that the representative hands on are not always answered.",
        "Answer each concern in the log within two weeks, and keep time free for the representative.",
    ),
}
