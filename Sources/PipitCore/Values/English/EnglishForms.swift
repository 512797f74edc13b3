/// The forms of English; of several rows that cover as much, one of the slot's kind counts, else the first.
enum EnglishForms {
    static var rows: UnsafeBufferPointer<ValueForm> { table.span.withUnsafeBufferPointer { $0 } }
}

// Of constants alone, so that it lies in the program as it is.
private let table: InlineArray<_, ValueForm> = [
    // Dates.
    ValueForm("R", .date),  // tomorrow
    ValueForm("J", .date, .always, .calendarDay),  // tonight
    ValueForm("LZ", .date, .always, .calendarDay),  // this morning
    ValueForm("W", .date),  // friday
    ValueForm("LW", .date),  // next friday
    ValueForm("E", .date),  // the weekend
    ValueForm("LE", .date),  // next weekend
    ValueForm("LU", .date, .always, .calendarUnit),  // next week
    ValueForm("DLU", .date, .always, .calendarUnit),  // the third of this month
    ValueForm("DO", .date),  // the third of may
    ValueForm("OD", .date),  // may 3rd
    ValueForm("OY", .date),  // may 2026
    ValueForm("LO", .date),  // next may
    ValueForm("F", .date),  // christmas
    ValueForm("y/D/Y", .date),  // 5/3/2026
    ValueForm("Y-y-D", .date),  // 2026-05-03
    ValueForm("y-D-Y", .date),  // 5-3-2026
    ValueForm("y/D", .date, .declared),
    ValueForm("@", .date, .declared),  // the fifteenth
    ValueForm("D", .date, .alone),  // 15
    ValueForm("O", .date, .declared),  // may
    ValueForm("Y", .date, .afterMonth),
    ValueForm("Ar", .date, .afterMonth),  // twenty twenty six

    // Times of day.
    ValueForm("HP", .time),  // seven pm
    ValueForm("Hx", .time),  // seven o'clock
    ValueForm("HX", .time),  // twelve noon
    ValueForm("HQP", .time),  // seven thirty pm
    ValueForm("H:Q", .time),  // 7:30
    ValueForm("H:Q:s", .time),  // 7:30:15
    ValueForm("wP", .time),  // 7.30 pm
    ValueForm("VP", .time),  // 730 pm
    ValueForm("X", .time),  // noon
    ValueForm("MpH", .time),  // half past six
    ValueForm("MTH", .time),  // quarter to seven
    ValueForm("MvH", .time),  // ten before six
    ValueForm("MTX", .time),  // ten to midnight
    ValueForm("MpX", .time),  // half past noon
    ValueForm("kupH", .time),  // three minutes past six
    ValueForm("kuTH", .time),  // three minutes to six
    ValueForm("kuvH", .time),  // three minutes before six
    ValueForm("aH", .time, .afterDay),  // half seven
    ValueForm("H", .time, .afterDay),
    ValueForm("HQ", .time, .afterDay),  // seven thirty
    ValueForm("w", .time, .afterDay),  // 7.30
    ValueForm("V", .time, .afterDay),  // 730
    ValueForm("V;", .time, .declared),  // seventeen hundred hours
    ValueForm("HiZ", .time),  // seven in the morning
    ValueForm("HQiZ", .time),  // seven thirty in the morning
    ValueForm("P", .time, .afterHour),  // … pm
    ValueForm("Z", .time),  // morning; seven in the morning
    ValueForm("n", .time),  // now

    // Durations.
    ValueForm("NU", .duration, .always, .units),  // five minutes
    ValueForm("N~", .duration, .declared, .units),  // 5m
    ValueForm("NU&h", .duration, .always, .units),  // an hour and a half
    ValueForm("NUS", .duration, .last, .sixtieths),  // two minutes thirty
    ValueForm("hNU", .duration, .always, .partOfUnits),  // half an hour
    ValueForm("LNU", .duration, .always, .units),  // the last five minutes
    ValueForm("qNU", .duration, .always, .units),  // the past five minutes

    // Money.
    ValueForm("N$", .money, .always, .number),  // five dollars
    ValueForm("$N", .money, .always, .number),  // $5.50
    ValueForm("N[$", .money, .always, .number),  // two billion dollars
    ValueForm("$N[", .money, .always, .number),  // $2 billion
    ValueForm("N$S", .money, .last, .number),  // five dollars fifty
    ValueForm("Nc", .money, .always, .cents),  // 20 cents
    ValueForm("hN$", .money, .always, .partOfNumber),  // half a dollar
    ValueForm("NS", .money, .alone, .number),  // five fifty
    ValueForm("N", .money, .alone, .number),

    // Temperatures.
    ValueForm("Ng", .temperature, .always, .number),  // 21 degrees
    ValueForm("NgC", .temperature, .always, .number),  // 21 degrees celsius
    ValueForm("Ngl", .temperature, .always, .number),  // 21 °C
    ValueForm("NC", .temperature, .always, .number),  // 72 fahrenheit
    ValueForm("Nl", .temperature, .declared, .number),  // 21 c
    ValueForm("Nb", .temperature, .always, .negative),  // five below zero
    ValueForm("Ngb", .temperature, .always, .negative),  // five degrees below zero
    ValueForm("N", .temperature, .declared, .number),

    // Parts of a hundred.
    ValueForm("N%", .percent, .always, .number),  // 50 percent
    ValueForm("hN%", .percent, .always, .partOfNumber),  // half a percent
    ValueForm("h", .percent, .declared, .share),  // half
    ValueForm("N", .percent, .declared, .number),
    ValueForm("t", .percent, .declared, .number),  // maximum

    // Numbers, ordinals, colours.
    ValueForm("N", .number, .always, .number),
    ValueForm("N[", .number, .always, .number),  // two billion
    ValueForm("hN", .number, .always, .partOfNumber),  // half a dozen
    ValueForm("I", .ordinal, .always, .number),
    ValueForm("=", .ordinal, .declared, .number),  // 7
    ValueForm("K", .color, .declared),

    // What changes others.
    ValueForm("j", .unsaid, .first),  // to …
    ValueForm("B", .unsaid, .first),  // before …
    ValueForm("i", .unsaid),  // in …
    ValueForm("G", .unsaid),  // … ago
]
