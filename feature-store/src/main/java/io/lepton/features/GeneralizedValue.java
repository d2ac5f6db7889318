package io.lepton.features;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what anonymization writes: numbers, dates and ranges of them, values and sets of values, each perhaps {@code or missing}. */
final class GeneralizedValue {
    private static final String OR_MISSING = " or missing";
    private static final Pattern RANGE = Pattern.compile("[\\[(]([^,]+),([^,]+)[\\])]");
    private static final Pattern DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})([ T].*)?");

    /**
     * A value, or the members of a set {@code {a, b}}.
     *
     * @param share of each value, 0 to 1: what may be missing instead takes one share
     */
    record Members(List<String> values, float share) {}

    private GeneralizedValue() {}

    /** A number, or a range's midpoint; NaN for anything else. */
    static double number(String text) {
        String bare = withoutMissing(text.strip());
        Matcher range = RANGE.matcher(bare);
        return range.matches() ? parse(range.group(1)) / 2 + parse(range.group(2)) / 2 : parse(bare);
    }

    /** A date or time's day, or the day in the middle of a range; empty for anything else. */
    static Optional<LocalDate> date(String text) {
        String bare = withoutMissing(text.strip());
        Matcher range = RANGE.matcher(bare);
        if (!range.matches()) {
            return day(bare);
        }
        return day(range.group(1).strip()).flatMap(first -> day(range.group(2).strip())
                .map(last -> LocalDate.ofEpochDay(Math.floorDiv(first.toEpochDay() + last.toEpochDay(), 2))));
    }

    static Members members(String text) {
        boolean missing = text.endsWith(OR_MISSING);
        String bare = withoutMissing(text);
        List<String> values = bare.length() > 2 && bare.startsWith("{") && bare.endsWith("}")
                ? split(bare.substring(1, bare.length() - 1))
                : List.of(bare);
        return new Members(values, 1f / (values.size() + (missing ? 1 : 0)));
    }

    private static String withoutMissing(String text) {
        return text.endsWith(OR_MISSING) ? text.substring(0, text.length() - OR_MISSING.length()) : text;
    }

    /** Between commas, but for those in double quotes, within which {@code \} goes before quotes and backslashes. */
    private static List<String> split(String members) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < members.length(); i++) {
            char c = members.charAt(i);
            if (quoted && c == '\\' && i + 1 < members.length()) {
                i++;
                value.append(members.charAt(i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && members.startsWith(", ", i)) {
                values.add(value.toString());
                value.setLength(0);
                i++;
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }

    private static Optional<LocalDate> day(String text) {
        Matcher date = DATE.matcher(text);
        if (!date.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(date.group(1)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static double parse(String text) {
        String bare = text.strip();
        // Double.parseDouble takes "1d", "0x1p3", "NaN" and "Infinity", which are words here.
        if (bare.isEmpty()
                || !Character.isDigit(bare.charAt(bare.length() - 1)) && bare.charAt(bare.length() - 1) != '.'
                || bare.indexOf('x') >= 0
                || bare.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(bare);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
