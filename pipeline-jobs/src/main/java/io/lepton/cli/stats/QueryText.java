package io.lepton.cli.stats;

import io.lepton.privacy.aggregate.Bounds;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Statistic;
import java.util.stream.Collectors;

/** A query in one line for the ledger: what was asked, nothing that was found. */
record QueryText(PrivateQuery query) {

    String line() {
        String statistics = query.statistics().stream().map(QueryText::of).collect(Collectors.joining(", "));
        String by = query.groups().columns().isEmpty()
                ? ""
                : " by " + String.join(", ", query.groups().columns())
                        + (query.groups().listed().isPresent() ? " (listed)" : "");
        String person = query.contribution()
                .person()
                .map(column -> "; person " + column + ", at most "
                        + query.contribution().groups() + " groups and "
                        + query.contribution().rowsPerGroup() + " rows in each")
                .orElse("; each row a person");
        return statistics + by + person;
    }

    private static String of(Statistic statistic) {
        return statistic.label()
                + statistic
                        .bounds()
                        .map(QueryText::of)
                        .orElse(statistic.numbers().isPresent() ? " in estimated bounds" : "");
    }

    private static String of(Bounds bounds) {
        return " in [" + bounds.lower() + ", " + bounds.upper() + "]";
    }
}
