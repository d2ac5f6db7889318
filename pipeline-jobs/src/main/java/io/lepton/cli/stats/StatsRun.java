package io.lepton.cli.stats;

import io.lepton.cli.scan.NamedRows;
import io.lepton.lake.BudgetCharge;
import io.lepton.lake.BudgetLedger;
import io.lepton.lake.BudgetState;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Release;
import io.lepton.privacy.release.PrivateAggregation;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;

/** Checks a query, charges it, answers it and shows the answer, in this order. */
public final class StatsRun {
    private final NamedRows subject;
    private final StatsOptions options;

    public StatsRun(NamedRows subject, StatsOptions options) {
        this.subject = subject;
        this.options = options;
    }

    /** @throws io.lepton.error.LeptonException gate, if not enough of the budget is left; configuration, if the query cannot be asked */
    public void print(PrintWriter out) {
        PrivateQuery query = options.query(new ColumnTexts(
                Arrays.asList(subject.rows().columns()),
                column -> PrivateAggregation.countsRanges(subject.rows(), column)));
        PrivateAggregation aggregation = PrivateAggregation.of(subject.rows(), query);
        Optional<ReleaseOutput> output = options.output().map(name -> ReleaseOutput.to(name, subject, query));
        BudgetState left = new BudgetLedger(subject.lake())
                .charge(
                        new BudgetCharge(
                                subject.name(),
                                System.getProperty("user.name", "unknown"),
                                new QueryText(query).line(),
                                query.epsilon(),
                                query.deltaSpent()),
                        options.limit());
        Release release = aggregation.release();
        output.ifPresent(target -> target.write(release));
        StatsScreen screen = new StatsScreen(out);
        screen.figures(subject.name(), release);
        screen.promise(query);
        screen.budget(left);
        output.ifPresent(target -> out.println("Written    " + target.name()));
        out.flush();
    }
}
