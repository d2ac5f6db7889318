package io.lepton.cli.stats;

import io.lepton.lake.BudgetState;
import io.lepton.privacy.aggregate.Contribution;
import io.lepton.privacy.aggregate.Figure;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Release;
import io.lepton.privacy.aggregate.Share;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A release on a terminal: the figures, what was promised, and what is left of the budget. */
final class StatsScreen {
    private static final int MOST_LINES = 500;

    private final PrintWriter out;

    StatsScreen(PrintWriter out) {
        this.out = out;
    }

    void figures(String table, Release release) {
        out.println(table + ", with noise for differential privacy\n");
        List<List<String>> lines = new ArrayList<>();
        List<String> head = new ArrayList<>();
        release.groupColumns().forEach(column -> head.add(column));
        head.addAll(List.of("STATISTIC", "VALUE", "± NOISE"));
        lines.add(head);
        List<Optional<String>> last = List.of();
        for (Figure figure : release.figures()) {
            if (lines.size() > MOST_LINES) {
                break;
            }
            lines.add(line(figure, !figure.group().equals(last)));
            last = figure.group();
        }
        print(lines, release.groupColumns().size() + 1);
        if (release.figures().size() > MOST_LINES) {
            out.println("… and " + (release.figures().size() - MOST_LINES) + " more: write all of them with --output.");
        }
        if (release.figures().isEmpty()) {
            out.println("No group holds enough people to be shown. List groups that are no secret with --groups.");
        }
        release.estimatedBounds()
                .forEach((column, bounds) -> out.println("\nValues of " + column + " were clamped to estimated bounds, "
                        + PlainNumber.of(bounds.lower()) + " to " + PlainNumber.of(bounds.upper()) + "."));
        out.println();
    }

    /** @param begins whether the group is another one than on the line before */
    private static List<String> line(Figure figure, boolean begins) {
        List<String> line = new ArrayList<>();
        figure.group().forEach(value -> line.add(begins ? value.orElse("(missing)") : ""));
        line.add(figure.statistic() + figure.part().map(part -> " " + part).orElse(missing(figure)));
        double low = figure.interval().low();
        double high = figure.interval().high();
        double margin = Math.max(figure.value() - low, high - figure.value());
        int decimals = decimals(margin);
        line.add(number(figure.value(), decimals));
        // Nearly even: the longer of both sides is no wrong margin, and easier to read.
        boolean even = Math.abs((figure.value() - low) - (high - figure.value())) <= 0.1 * margin;
        line.add(even ? number(margin, decimals) : number(low, decimals) + " to " + number(high, decimals));
        return line;
    }

    private static String missing(Figure figure) {
        return figure.statistic().startsWith("histogram") ? " (missing)" : "";
    }

    /** Two digits of the noise tell something about the value. */
    private static int decimals(double margin) {
        return margin <= 0 ? 0 : (int) Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(margin))));
    }

    private static String number(double value, int decimals) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return String.format(Locale.ROOT, "%,." + (whole ? 0 : decimals) + "f", value);
    }

    /** @param left how many columns from the left are text */
    private void print(List<List<String>> lines, int left) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                text.append(String.format(Locale.ROOT, "%" + (i < left ? "-" : "") + widths[i] + "s", line.get(i)))
                        .append("  ");
            }
            out.println(text.toString().stripTrailing());
        }
    }

    void promise(PrivateQuery query) {
        Contribution contribution = query.contribution();
        String who = contribution.person().isPresent() ? "person" : "row";
        String delta = query.deltaSpent() > 0 ? ", but for a probability of " + PlainNumber.of(query.deltaSpent()) : "";
        out.println(String.format(
                Locale.ROOT,
                "Promised   With or without any one %s, each possible result is at most %s times as likely (e^%s)%s.",
                who,
                new BigDecimal(Math.exp(query.epsilon()))
                        .round(new MathContext(3))
                        .toPlainString(),
                PlainNumber.of(query.epsilon()),
                delta));
        out.println(
                contribution
                        .person()
                        .map(column -> "           Of each '" + column + "', "
                                + (query.groups().columns().isEmpty()
                                        ? ""
                                        : "at most " + count(contribution.groups(), "group") + " and ")
                                + "at most " + count(contribution.rowsPerGroup(), "row")
                                + (query.groups().columns().isEmpty() ? " was used;" : " in each was used;")
                                + " rows without one were left out.")
                        .orElse(
                                "           Each row was taken for a person of its own. If people have several, name --person."));
        out.println("Noise      ± holds in 95 % of releases; about quantiles, roughly. Counts may fall below zero.");
        List<Share> shares = query.shares();
        String each = new BigDecimal(shares.get(0).epsilon())
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
        out.println("Shared     epsilon " + each + (shares.size() == 1 ? " for " : " each for ")
                + shares.stream().map(Share::purpose).collect(Collectors.joining(", ")));
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    void budget(BudgetState left) {
        out.println("Budget     epsilon " + PlainNumber.of(left.epsilonLeft()) + " of "
                + PlainNumber.of(left.limit().epsilon()) + " left, delta "
                + PlainNumber.of(left.deltaLeft()) + " of "
                + PlainNumber.of(left.limit().delta()) + " left, for all queries on this table.");
    }
}
