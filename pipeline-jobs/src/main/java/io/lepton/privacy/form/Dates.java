package io.lepton.privacy.form;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Dates as people write them: 1980-03-12, 12.3.1980, 3/12/80, 12 March 1980, March 12, 1980; months in English, German, French, Spanish. */
final class Dates {
    private static final Map<String, Integer> MONTHS = months(
            "january jan januar janvier enero gennaio",
            "february feb februar fevrier février febrero febbraio",
            "march mar märz maerz mars marzo",
            "april apr avril abril aprile",
            "may mai mayo maggio",
            "june jun juni juin junio giugno",
            "july jul juli juillet julio luglio",
            "august aug août aout agosto",
            "september sep sept septembre septiembre settembre",
            "october oct oktober okt octobre octubre ottobre",
            "november nov novembre noviembre",
            "december dec dezember dez décembre decembre diciembre dicembre");

    private Dates() {}

    /**
     * @param end first character after the date
     * @param year of two digits: the one from 1930 to 2029
     */
    record Found(int end, int year) {}

    private static Map<String, Integer> months(String... names) {
        Map<String, Integer> months = new java.util.HashMap<>();
        for (int i = 0; i < names.length; i++) {
            for (String name : names[i].split(" ", -1)) {
                months.put(name, i + 1);
            }
        }
        return months;
    }

    static Optional<Found> at(CharSequence text, int start) {
        if (start >= text.length()) {
            return Optional.empty();
        }
        if (Chars.digit(text.charAt(start))) {
            int end = number(text, start);
            int first = value(text, start, end);
            if (end - start == 4) {
                return parts(text, end, first);
            }
            return end - start <= 2 ? dayFirst(text, start, end, first) : Optional.empty();
        }
        return monthFirst(text, start);
    }

    /** 1980-03-12, 1980/3/12, 1980.03.12. */
    private static Optional<Found> parts(CharSequence text, int at, int year) {
        int month = separated(text, at);
        if (month < 0) {
            return Optional.empty();
        }
        int monthEnd = number(text, month);
        int day = separated(text, monthEnd);
        if (day < 0 || text.charAt(day - 1) != text.charAt(month - 1)) {
            return Optional.empty();
        }
        int end = number(text, day);
        return found(end, year, value(text, month, monthEnd), value(text, day, end));
    }

    /** 12.3.1980, 3/12/1980, 12-03-80, 12 March 1980, 12. März 1980. */
    private static Optional<Found> dayFirst(CharSequence text, int start, int dayEnd, int day) {
        int second = separated(text, dayEnd);
        if (second > 0) {
            int secondEnd = number(text, second);
            int third = separated(text, secondEnd);
            if (third > 0 && text.charAt(third - 1) == text.charAt(second - 1)) {
                int end = number(text, third);
                int digits = end - third;
                int other = value(text, second, secondEnd);
                if (digits == 4 || digits == 2) {
                    int year = year(value(text, third, end), digits);
                    Optional<Found> european = found(end, year, other, day);
                    return european.isPresent() ? european : found(end, year, day, other);
                }
            }
        }
        int word = blank(text, dayEnd < text.length() && text.charAt(dayEnd) == '.' ? dayEnd + 1 : dayEnd);
        int wordEnd = letters(text, word);
        Integer month = MONTHS.get(text.subSequence(word, wordEnd).toString().toLowerCase(Locale.ROOT));
        if (month == null) {
            return Optional.empty();
        }
        int yearAt = blank(text, wordEnd);
        int end = number(text, yearAt);
        return end - yearAt == 4 ? found(end, value(text, yearAt, end), month, day) : Optional.empty();
    }

    /** March 12, 1980. */
    private static Optional<Found> monthFirst(CharSequence text, int start) {
        int wordEnd = letters(text, start);
        if (wordEnd - start < 3) {
            return Optional.empty();
        }
        Integer month = MONTHS.get(text.subSequence(start, wordEnd).toString().toLowerCase(Locale.ROOT));
        if (month == null) {
            return Optional.empty();
        }
        int day = blank(text, wordEnd);
        int dayEnd = number(text, day);
        int year = dayEnd < text.length() && text.charAt(dayEnd) == ',' ? blank(text, dayEnd + 1) : blank(text, dayEnd);
        int end = number(text, year);
        return dayEnd > day && dayEnd - day <= 2 && end - year == 4
                ? found(end, value(text, year, end), month, value(text, day, dayEnd))
                : Optional.empty();
    }

    private static Optional<Found> found(int end, int year, int month, int day) {
        try {
            LocalDate.of(year, month, day);
            return year >= 1000 ? Optional.of(new Found(end, year)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int year(int written, int digits) {
        return digits == 4 ? written : written < 30 ? 2000 + written : 1900 + written;
    }

    /** Where the next number begins, if a point, slash or hyphen stands here; -1 otherwise. */
    private static int separated(CharSequence text, int at) {
        return at + 1 < text.length() && "./-".indexOf(text.charAt(at)) >= 0 && Chars.digit(text.charAt(at + 1))
                ? at + 1
                : -1;
    }

    private static int number(CharSequence text, int start) {
        int at = start;
        while (at < text.length() && at - start < 5 && Chars.digit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int letters(CharSequence text, int start) {
        int at = start;
        while (at < text.length() && at - start < 12 && Character.isLetter(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int blank(CharSequence text, int at) {
        return at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '.') ? at + 1 : at;
    }

    private static int value(CharSequence text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }
}
