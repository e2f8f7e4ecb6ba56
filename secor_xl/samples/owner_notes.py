"""The notes of an assessor who is the whole company: a contract operator who looks after wells and a battery alone."""

NOTES_NOT_APPLICABLE: dict[str, str] = {
    "A3": "The owner works alone; there is nobody to ask.",
    "A6": "With no employees on the payroll, no meetings take place.",
    "A8": "A company of one has nobody else's conduct to deal with.",
    "B7": "Only the owner works for the company and writes every sheet.",
    "D4": "All rounds are made by the owner, as no one else is employed.",
    "E3": "Nobody has been hired since the company began in 2016.",
    "E4": "No checklist is kept for new people, since there are none.",
    "E5": "The owner has nobody to judge or to sign off.",
    "E6": "There is no supervision where one person works alone.",
    "E7": "Not asked: the company has no employees to interview.",
    "G4": "Nothing happened in the twelve months that could have been looked into: no injury, no spill, no damage, "
    "and no serious near miss. The owner's statement of May 20 says so.",
    "G5": "As nothing happened in the period, no measures came out of an investigation; the statement of May 20 "
    "covers this.",
    "G6": "No employees, so there is nobody to tell.",
    "H5": "Changes concern the owner only, who makes them.",
    "I1": "No contractor has been hired; the producer hires its own.",
    "I2": "The owner brings nobody to the leases.",
    "I3": "There was no hired work to look at in the period.",
    "J1": "The law asks for a representative only from five workers up, and the company has no workers at all.",
    "J2": "Without workers there is no committee and no representative whose log could be read.",
    "J3": "Nobody holds such an office in a company of one, so no course was needed.",
}

NOTES_OF_OWNER: dict[str, str] = {
    "A1": "One page in the truck binder, signed and dated by the owner on February 3, 2026.",
    "A2": "The owner's duties under the act are listed on one sheet, which also says what the producer's foreman "
    "sees to on shared leases.",
    "A4": "The owner is at the wells every day and writes a fuller entry into the log once a month; all twelve were "
    "read. For example, the entry of December 14 records a talk with the producer's foreman about ice on the "
    "stairs.",
    "A5": "The phone opens the act, regulation and code without a signal, and a printed copy lies in the home "
    "office. Both were shown.",
    "A7": "The receipts of the year were looked through, and nothing on the owner's own list is outstanding. For "
    "example, a new personal gas monitor and traction cleats were bought in October, two weeks after they "
    "were put on the list.",
    "B1": "Nine jobs are listed, from daily well rounds to tank gauging and winter methanol, each broken down into "
    "three to seven steps.",
    "B2": "Sheets for gauging, pigging and pump start-up were read line by line. For example, the one for gauging "
    "names sour gas at the hatch, slips on the stairs, static, and wind from behind; no step of the job was "
    "left out of it.",
    "B3": "Sour gas, methanol, compressor noise, ticks and working on four hours of sleep are all in the sheets. "
    "For example, fatigue in calving season has its own line with a limit of hours.",
    "B4": "Each line has a number from one to twenty-five, made of likelihood and severity. The five highest are "
    "marked red and stand on the first page.",
    "B5": "The sheets were gone through on November 30, 2025, and again in April when the producer tied in a sour "
    "well. Both dates are signed.",
    "B6": "Fifteen cards of six leases and ten months were read, each with place, job, dangers and safeguards. For "
    "example, on May 22 the owner wrote a second card when a service rig moved onto the lease, and put the "
    "truck upwind of it.",
    "C1": "Twelve lines were followed from the sheets to the battery, and each safeguard was there. For example, "
    "gauging was replaced by an electronic level on two tanks; on the third, a fixed gas head and an air pack "
    "are used.",
    "C2a": "Belt guards, the fixed gas heads and the relief valves that the owner answers for were looked at in the "
    "company of the producer's foreman. For example, the head at tank 2 was calibrated on May 4 and its tag "
    "was in place.",
    "C2b": "All five red jobs have a page of their own. The one for pigging was compared with the work at the "
    "receiver, step by step, and nothing differed.",
    "C2c": "The owner wore coveralls, hard hat, glasses and a monitor throughout. For example, the air pack was "
    "opened: the bottle was full, the regulator serviced in January, and the fit test dated last August.",
    "C3": "One of one: asked about pigging, the owner explained isolation, bleeding down, the pressure gauge and "
    "where to stand, and why gloves come last.",
    "C4": "Six entries were open during the period, and five of them were traced to the end. Each was closed before "
    "its day, the last one, a loose stair tread, on April 2.",
    "C5": "A page and a half on sleep, hours at the wheel, the morning look at the truck, road reports and calling "
    "the spouse before and after night trips.",
    "C6": "A satellite device sends a signal every hour, and a monitoring service phones the foreman when one is "
    "missed. Printouts of July, January and April have no gap.",
    "C7": "Methanol, demulsifier, diesel, corrosion inhibitor and glycol were picked. All labels were readable, and "
    "the sheets were in the door pocket of the truck.",
    "D1": "The table names daily rounds of wells, a weekly one of the battery, a monthly one of truck and tools, "
    "all by the owner.",
    "D2": "Of 52 weekly rounds of the battery, 52 are on file, and 12 of 12 of truck and tools. For example, the "
    "sheet of January 9 records a frozen drain and what was done about it that afternoon.",
    "D3": "Five items were picked from the sheets, and each has the owner's initials and a day. For example, the "
    "missing fire extinguisher bracket of March 13 was in place on the site visit, with a picture of March "
    "15.",
    "D5": "Fourteen lines: truck, air pack, monitors, generator, hand tools and a chain hoist. A torque wrench and "
    "the generator were looked for and found on it.",
    "D6": "Folders of the truck, generator, air pack, hoist and monitors were complete. The garage, the air pack "
    "shop and the hoist inspector are named on their invoices.",
    "D7": "The owner explained the tag and the box for broken things in the truck. For example, a cracked ladder "
    "lay tagged behind the garage, and no damaged tool was in the truck.",
    "E1": "One line per job, with the tickets across the top; those asked for by law are in bold.",
    "E2": "Copies of H2S, first aid, ground disturbance, fall protection and driver's licence were held against the "
    "table. All are in date, the first to end in March 2027.",
    "F1": "Seven pages for one person alone: injury, fire, gas, spill, truck in the ditch, cold and bears. Each "
    "begins with whom to call and with which device.",
    "F2": "The card on the visor and the one in the battery building have numbers, land location and the way from "
    "the highway. Both were checked against the map.",
    "F3": "A gas alarm was practised on October 2 with the producer's foreman and the monitoring service. For "
    "example, it took the service nine minutes to call back; the number on file was wrong, was changed, and "
    "was tried again on October 9.",
    "F4": "One of one: for a gas alarm and for a broken leg at the far lease the owner gave the steps in the order "
    "of the plan, device first.",
    "F5": "The owner holds intermediate first aid until 2028. For a person alone this is what the code's table asks "
    "for.",
    "F6": "The truck's kit and extinguisher, and the escape pack, carry initials for each month through May, and "
    "nothing in them was used up.",
    "F7": "The device on the belt works by satellite everywhere. For example, a test message from the valley lease, "
    "where no phone works, was answered by the service within a minute.",
    "G1": "Three pages: what to tell the producer, what to tell the government, by when, and how the owner writes "
    "it up.",
    "G2": "The owner's signed statement of May 20, 2026 says that nothing happened; two unsafe conditions are on "
    "file. For example, a card of September describes a truck parked on the escape route.",
    "G3": "One of one: the owner named the foreman at once, the government line for serious injuries, and the card "
    "for near misses the same evening.",
    "H1": "A calibration sheet, a card of last July, the drill record, an invoice and the policy were asked for. "
    "Everything came out of two binders in four minutes.",
    "H2": "Half a page, dated January 2026: no claims, no incidents, 64 rounds, three courses, and the same counts "
    "for the year before.",
    "H3": "On January 11, 2026 the owner wrote two pages with a paragraph on each heading and signed them; three "
    "changes follow from it.",
    "H4": "The plan of last year had four items, and all are done. For example, the second one asked for hourly "
    "signals instead of two-hourly ones, and the printouts show them since August; the third, cleats, was in "
    "the truck.",
    "I4": "The gate is locked and carries the number to call; the drive is shared with a farmer. For example, the "
    "farmer gets a message before pigging, and the producer's work permit of the day was in the truck.",
}
