package io.lepton.cli.stats;

import io.lepton.error.LeptonException;
import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.aggregate.Statistic;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads {@code COLUMN:LOW:HIGH:MORE}, of which all but the column may be missing. A column's name may hold colons. */
final class ColumnTexts {
    private static final List<Double> QUARTILES = List.of(0.25, 0.5, 0.75);
    private static final int RANGES = 10;

    private final List<String> columns;
    private final Predicate<String> numeric;

    private record Parts(String column, Optional<Bounds> bounds, Optional<String> more) {}

    /** @param numeric which of the columns hold numbers */
    ColumnTexts(List<String> columns, Predicate<String> numeric) {
        this.columns = List.copyOf(columns);
        this.numeric = numeric;
    }

    Statistic sum(String text) {
        Parts parts = withoutMore(text, "--sum");
        return new Statistic.Sum(parts.column(), parts.bounds());
    }

    Statistic mean(String text) {
        Parts parts = withoutMore(text, "--mean");
        return new Statistic.Mean(parts.column(), parts.bounds());
    }

    Statistic quantiles(String text) {
        Parts parts = parts(text);
        List<Double> ranks = parts.more()
                .map(ranksText -> Stream.of(ranksText.split(","))
                        .map(rank -> number(text, rank))
                        .toList())
                .orElse(QUARTILES);
        return new Statistic.Quantiles(parts.column(), parts.bounds(), ranks);
    }

    Statistic histogram(String text) {
        Parts parts = parts(text);
        boolean values = columns.contains(parts.column())
                && parts.bounds().isEmpty()
                && parts.more().isEmpty()
                && !numeric.test(parts.column());
        if (values) {
            return new Statistic.ValueHistogram(parts.column());
        }
        int ranges = parts.more().map(more -> (int) number(text, more)).orElse(RANGES);
        return new Statistic.NumberHistogram(parts.column(), parts.bounds(), ranges);
    }

    private Parts withoutMore(String text, String option) {
        Parts parts = parts(text);
        if (parts.more().isPresent()) {
            throw LeptonException.configuration("Cannot read '" + text + "': " + option
                    + " takes a column, or a column and two bounds, such as age:17:90.");
        }
        return parts;
    }

    private Parts parts(String text) {
        String column = columns.stream()
                .filter(known -> text.equals(known) || text.startsWith(known + ":"))
                .max(Comparator.comparing(String::length))
                .orElseGet(() -> text.split(":", 2)[0]);
        List<String> numbers = text.equals(column)
                ? List.of()
                : List.of(text.substring(column.length() + 1).split(":"));
        if (numbers.size() > 3) {
            throw LeptonException.configuration("Cannot read '" + text + "': after the column '" + column
                    + "' stand at most two bounds and one more, such as age:17:90:10.");
        }
        Optional<Bounds> bounds = numbers.size() < 2
                ? Optional.empty()
                : Optional.of(new Bounds(number(text, numbers.get(0)), number(text, numbers.get(1))));
        boolean more = numbers.size() == 1 || numbers.size() == 3;
        return new Parts(column, bounds, more ? Optional.of(numbers.get(numbers.size() - 1)) : Optional.empty());
    }

    private static double number(String text, String piece) {
        try {
            return Double.parseDouble(piece);
        } catch (NumberFormatException e) {
            throw LeptonException.configuration(
                    "Cannot read '" + text + "': '" + piece + "' is no number. Write for example age:17:90.", e);
        }
    }
}
