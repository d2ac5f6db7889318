package io.lepton.cli.stats;

import io.lepton.error.LeptonException;
import io.lepton.lake.BudgetLedger;
import io.lepton.lake.BudgetLimit;
import io.lepton.privacy.aggregate.Contribution;
import io.lepton.privacy.aggregate.GroupBy;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Statistic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is asked for, as options of the command line. */
public final class StatsOptions {
    @Option(
            names = "--epsilon",
            required = true,
            description =
                    "Privacy loss of one person at most, by all figures together: 1 is common, less is more private.")
    private double epsilon;

    @Option(
            names = "--delta",
            defaultValue = "1e-6",
            description = "Probability that the loss is larger; spent only where groups or values are found in the data"
                    + " (default: ${DEFAULT-VALUE}).")
    private double delta;

    @Option(names = "--by", split = ",", paramLabel = "COLUMN", description = "One figure per group of these columns.")
    private List<String> by = List.of();

    @Option(
            names = "--groups",
            paramLabel = "COLUMN=VALUE,...",
            description = "Groups that are no secret, such as sex=Female,Male: always shown, and no others."
                    + " For every column of --by, or for none.")
    private List<String> groups = List.of();

    @Option(
            names = "--person",
            paramLabel = "COLUMN",
            description = "Tells people apart. Without it each row counts as a person.")
    private Optional<String> person = Optional.empty();

    @Option(names = "--count", description = "Rows. The default where nothing else is asked for.")
    private boolean count;

    @Option(
            names = "--sum",
            paramLabel = "COLUMN[:LOW:HIGH]",
            description = "Sum of a column. Values beyond the bounds count as the bounds; bounds that are not given are"
                    + " estimated, which costs a part of epsilon.")
    private List<String> sums = List.of();

    @Option(names = "--mean", paramLabel = "COLUMN[:LOW:HIGH]", description = "Mean of a column.")
    private List<String> means = List.of();

    @Option(
            names = "--quantiles",
            paramLabel = "COLUMN[:LOW:HIGH][:RANK,...]",
            description = "Quantiles of a column (default: 0.25,0.5,0.75).")
    private List<String> quantiles = List.of();

    @Option(
            names = "--histogram",
            paramLabel = "COLUMN[:LOW:HIGH][:RANGES]",
            description = "Rows by a number's range (default: 10 ranges), or by a text's value.")
    private List<String> histograms = List.of();

    @Option(
            names = "--max-groups",
            defaultValue = "1",
            description = "In how many groups a person is counted at most (default: ${DEFAULT-VALUE}).")
    private int maxGroups;

    @Option(
            names = "--max-rows",
            defaultValue = "1",
            description = "Rows of a person that are used in a group at most (default: ${DEFAULT-VALUE}).")
    private int maxRows;

    @Option(
            names = "--budget",
            description = "Epsilon of all queries on this table together; set by the first one (default: 5).")
    private Optional<Double> budget = Optional.empty();

    @Option(
            names = "--budget-delta",
            description = "Delta of all queries on this table together; set by the first one (default: 1e-5).")
    private Optional<Double> budgetDelta = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "TABLE|FILE.csv",
            description = "Also write the figures to statistics/TABLE of the lake, or to a new CSV file.")
    private Optional<String> output = Optional.empty();

    /** The query for a table of which the columns are known. Help looks at these methods, and is to load no Spark. */
    PrivateQuery query(ColumnTexts texts) {
        List<Statistic> statistics = new ArrayList<>();
        boolean nothingElse = sums.isEmpty() && means.isEmpty() && quantiles.isEmpty() && histograms.isEmpty();
        if (count || nothingElse) {
            statistics.add(new Statistic.Count());
        }
        sums.forEach(text -> statistics.add(texts.sum(text)));
        means.forEach(text -> statistics.add(texts.mean(text)));
        quantiles.forEach(text -> statistics.add(texts.quantiles(text)));
        histograms.forEach(text -> statistics.add(texts.histogram(text)));
        return new PrivateQuery(groupBy(), new Contribution(person, maxGroups, maxRows), statistics, epsilon, delta);
    }

    private GroupBy groupBy() {
        if (groups.isEmpty()) {
            return GroupBy.selected(by);
        }
        Map<String, List<String>> listed = new LinkedHashMap<>();
        for (String text : groups) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw LeptonException.configuration("Cannot list the groups '" + text
                        + "': a column and its values are needed, such as sex=Female,Male.");
            }
            listed.put(
                    text.substring(0, equals),
                    List.of(text.substring(equals + 1).split(",")));
        }
        return GroupBy.listed(by, listed);
    }

    /** The table's budget, if the options speak of one. */
    Optional<BudgetLimit> limit() {
        if (budget.isEmpty() && budgetDelta.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BudgetLimit(
                budget.orElse(BudgetLedger.DEFAULT.epsilon()), budgetDelta.orElse(BudgetLedger.DEFAULT.delta())));
    }

    Optional<String> output() {
        return output;
    }
}
