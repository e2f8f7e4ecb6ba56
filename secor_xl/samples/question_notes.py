"""An assessor's notes, written for each question of the shipped instrument.

They are about one fictional employer: pressure trucks and steam units, one shop, an owner, a manager, a supervisor, four
workers and two contractors. They are in the third person, name no person, and say what was seen and where.
"""

NOTES_INSTRUMENT = "secor-illustrative"

NOTES: dict[str, str] = {
    "A1": "One page, on the shop's notice board and in every truck binder. It bears the owner's signature of "
    "January 12, 2026, and commits to the work being stopped where it cannot be done safely.",
    "A2": "Duties are set out on a separate sheet for owner, manager, supervisor, operators and hired contractors. "
    "Each sheet is initialled by the people it concerns; the five sheets are attached.",
    "A3": "Six of six employees were interviewed and all answered positively. Each named the right to refuse unsafe "
    "work and the duty to report as what the owner's statement means to them on a lease.",
    "A4": "Nine visit forms between July 2025 and May 2026 were read, at least two in each quarter, signed by the "
    "manager or the owner. For example, on the October visit to a steam job the manager asked for a second "
    "spill kit, which the crew now carries.",
    "A5": "The office computer opens the current act, regulation and code from one bookmark. On the lease an "
    "operator opened all three on the tablet kept in the truck, stored so that they can be read without a "
    "signal.",
    "A6": "Meetings are planned for the first Monday of each month, and eleven sets of minutes were read. "
    "Attendance, concerns raised and assigned actions are filled in, and each set opens with the actions left "
    "from the month before.",
    "A7": "The owner listed what was bought since last summer, and six of six employees had nothing outstanding. "
    "For example, the crews asked for heated gloves in November and had them the same week; two personal gas "
    "monitors were replaced in March.",
    "A8": "A four-step sheet, from a talk to dismissal, says in its first line that it applies to the owner and the "
    "manager as well. It was used once, in February, for a missed seat belt.",
    "B1": "Fourteen jobs with their steps are on the list: six for the pressure trucks, five for the steam units, "
    "three in the shop. The jobs seen on the day of the site visit were all there.",
    "B2": "Assessments for pressure testing, tank steaming and shop welding were read against the list, and none of "
    "their steps was left out. For example, the sheet for tank steaming names burns, vapour ignition, falls "
    "from the ladder and trapped pressure in the hose.",
    "B3": "Chemical, biological, physical and psychological headings appear on every sheet. For example, sour gas "
    "and noise are covered under pressure testing, mouse droppings under winter start-up of the shack, and "
    "long night shifts under steaming.",
    "B4": "A table multiplies likelihood by severity, one to five each. All 61 lines in the binder carry a number, "
    "and the red ones are copied to the first page, with sour gas at the top.",
    "B5": "The yearly pass over the binder took place on December 8, 2025, with initials of all crews. A second one "
    "followed the new steam unit in March, and a third the near miss with a whip check in April.",
    "B6": "Twenty-two cards from both crews, eight locations and nine months were read; every one gave location, "
    "job, dangers and what was done about them. For example, on May 21 a crew wrote a new card when the wind "
    "turned toward the shack, and moved it.",
    "B7": "Four of four operators and helpers said that they had sat down with the supervisor to write at least one "
    "sheet, and their initials stand on thirteen of fourteen jobs.",
    "C1": "Lines were followed from the binder to the lease, ten in number, and each ended in something that was "
    "there. For example, hose whip is dealt with by whip checks and pinned hammer unions first, by a stand- "
    "off line second, and only then by face shields.",
    "C2a": "The relief valves, pump guards and gas heads on the two units at work were looked at and carried tags of "
    "this year's calibration. For example, the relief valve on the steam unit was set and sealed in February "
    "2026, and its seal was unbroken.",
    "C2b": "The eight red lines of the ranking were taken, and each had its own sheet of one or two pages. An "
    "operator read the one for bleeding off pressure aloud and showed each step at the manifold in the order "
    "written.",
    "C2c": "Seven people were watched in two places and nobody lacked anything. For example, coveralls, hard hats "
    "and four-head monitors were worn at the well; the two breathing apparatus sets had been fit-tested in "
    "September and their bottles were full.",
    "C3": "Seven of seven, with the owner among them, gave good answers. One helper described lock-out of the "
    "triplex pump from memory, another the wind sock, muster point and escape pack for a sour well.",
    "C4": "The register holds sixteen entries, of which the last five were traced. All were closed on or before "
    "their day; the handrail on the water tank, due April 30, was welded on April 22.",
    "C5": "Three pages deal with rest hours, circle checks, road and weather limits, and calling in from the road. "
    "A driver explained how a trip to Rainbow Lake is broken with a night's stay.",
    "C6": "The night operator on steam jobs calls the dispatcher every two hours, and a missed call starts a search "
    "after fifteen minutes. Call sheets of August, December and March were complete.",
    "C7": "Methanol, corrosion inhibitor, descaler, diesel and antifreeze were picked from the shelf. Their labels "
    "were clean, and a helper found each sheet in the yellow binder within a minute.",
    "D1": "A two-page table lists the shop and yard each month, leases each job, trucks and units each day of use, "
    "and the person who looks at each of them.",
    "D2": "Of 12 monthly rounds of shop and yard due, 12 were done; of 48 lease rounds due, 48 were done, going by "
    "the job tickets. For example, the February round of the yard found ice at the fuel tank and was signed "
    "by two people.",
    "D3": "Five items from the rounds were chosen and all had a name, a day and a photograph. For example, the "
    "frayed winch line of truck 3 was noted on March 4 and renewed on March 6; the new line was seen on the "
    "truck.",
    "D4": "Every yard round bears two signatures, one from the manager or supervisor and one from the crew. Two "
    "helpers said that they take turns and remembered what they had pointed out.",
    "D5": "The list has 31 lines with intervals from the makers' books. A pressure washer, a tow strap and the "
    "second triplex were picked at random in the yard and were all on it.",
    "D6": "Files of truck 1, truck 4, the steam boiler, the shop hoist and the compressor were opened. Each was up "
    "to date, with invoices from a licensed garage or the boiler inspector's certificate.",
    "D7": "Seven of seven explained the red tag and the locked cage behind the shop. For example, a cracked grinder "
    "guard was in the cage with a tag of May 11, and nothing damaged was found on the trucks.",
    "E1": "A matrix of job titles down the side and tickets across the top, with the legal ones shaded. All nine "
    "titles of the company are on it.",
    "E2": "The table of tickets was compared with copies in seven folders, the owner's included. H2S, first aid, "
    "ground disturbance and driver's licences were all in date, the nearest to run out being in September "
    "2026.",
    "E3": "Two people joined in the last twelve months, and their checklists are dated one and two days before the "
    "first job ticket. The helper who moved to steam work in January got the steam part again before the "
    "first shift.",
    "E4": "The checklist runs to 34 lines in five blocks, which are dangers and safeguards, alarms, whom to tell, "
    "refusing work and the right to know. Steam and pressure have lines of their own.",
    "E5": "Sign-off sheets of all four operators and helpers were read, each signed by the supervisor after watched "
    "shifts. For example, a helper made six accompanied pressure tests in October before being let run one "
    "alone, which that helper confirmed.",
    "E6": "The supervisor and the manager were asked, and both answered well. They spoke of seeing that crews are "
    "competent, of stopping work and of telling people about every danger they know of.",
    "E7": "Six of six, with between four months and eleven years in the company, said yes. The newest helper had "
    "been shown the hot oil hookup twice before touching a valve.",
    "F1": "Twelve pages cover injury, fire, sour gas release, diesel spill, rollover, blizzard and bears. Each has "
    "who does what in the first five minutes, and it was matched to the worst outcomes of the binder.",
    "F2": "A laminated card with numbers, legal land description and driving directions hung in each truck and in "
    "the shack. The directions were followed back to the highway and were right.",
    "F3": "A gas alarm drill on September 17 and a burn drill on March 26 had everyone on the attendance sheet. For "
    "example, the first one showed that the horn could not be heard at the boiler; a second horn was fitted "
    "in October and tried in March.",
    "F4": "Seven of seven knew what to do for a gas alarm and for a rollover on a lease road. Wind direction, head "
    "count and the radio channel came without hesitation.",
    "F5": "Six of nine people hold intermediate first aid, and each two-person crew has at least one of them. The "
    "largest crew is five, ninety minutes from hospital.",
    "F6": "Two kits, five extinguishers, an eyewash and two escape packs were opened or read. Monthly tags were "
    "initialled through May, and nothing was used up or missing.",
    "F7": "Each unit has a satellite messenger and a booster. For example, at a lease without cell signal north of "
    "Manning the crew sent a test message to the dispatcher, and the answer came back in under two minutes.",
    "G1": "Six pages with a flow chart on the last one. Times to tell the supervisor, the owner and the government "
    "are given for each class of event, and investigators are named by position.",
    "G2": "One first aid case, four near misses and nine unsafe conditions were on file; nobody told of anything "
    "else. For example, a helper wrote up a hose that kicked on April 9 although nobody had been near it.",
    "G3": "Seven of seven would tell the supervisor at once and fill in the card before the end of shift. All of "
    "them knew that this holds for a near miss too.",
    "G4": "The first aid case and the whip check near miss have full reports with a chain of causes. For example, "
    "the second one goes from the missing pin to the order form that allowed unions without pins.",
    "G5": "Five actions came out of the two reports. All were closed within a month, and the pins that were ordered "
    "in April were seen on every union of truck 2.",
    "G6": "Six of six remembered the kicked hose from the May meeting. For example, one also spoke of an industry "
    "alert on methanol fires handed around in winter.",
    "H1": "A ticket, a drill sheet, a boiler certificate, an old job card and minutes of last August were asked "
    "for. The office had all of them on the desk in six minutes.",
    "H2": "A one-page table of January 2026 counts claims, first aid cases, near misses, rounds done and courses "
    "taken, with the year before beside it.",
    "H3": "The owner went through all ten headings on January 19, 2026, and signed. Two strong points and three "
    "changes for the year are written down at the end.",
    "H4": "Last year's plan had seven items, six are done and the seventh is under way with a delivery date. For "
    "example, item 3 asked for eyewash at the boiler, and the new station was tried on the site visit.",
    "H5": "The change of the call-in number in March was chosen. All six who use it had been told by text message "
    "and at the next meeting, and had the new number saved.",
    "I1": "Two pages with a form. The form asks for tickets, clearance from the compensation board and three years "
    "of incident numbers, and was filled in for both hired operators before the first call-out.",
    "I2": "Both hired operators of the past year signed the site sheet on their first morning, before 7 o'clock. "
    "One was asked and could point out the muster point, the wind sock and the house rules.",
    "I3": "Six check sheets on hired operators were read. For example, the one of November 20 found no wheel "
    "chocks; the operator was sent for them, and the sheet of the next job says that they were there.",
    "I4": "Sign-in at the gate, cones, hose ramps and steam warning signs were in use, and the prime contractor's "
    "permit was on the dash. For example, a farmer who uses the lease road is telephoned on the evening "
    "before a move.",
    "J1": "The four workers chose one of themselves on September 8, 2025. The sheet with four names and signatures "
    "is attached, and the choice is posted beside the time clock.",
    "J2": "The log has eleven entries since September, each with the owner's reply, most within a week. The oldest "
    "open one, on lighting over the wash bay, was settled in February.",
    "J3": "Certificates of the two courses for representatives are dated October 2025. The representative spoke of "
    "half a day each month kept free for it on the shift plan.",
}
