package io.lepton.cli.stats;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.lake.BudgetLedger;
import io.lepton.lake.BudgetState;
import java.io.PrintWriter;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;

/** The ledger on a terminal. */
public final class BudgetScreen {
    private final PrintWriter out;

    public BudgetScreen(PrintWriter out) {
        this.out = out;
    }

    /** All budgets, or one with its queries. */
    public void print(BudgetLedger ledger, Optional<String> table) {
        List<BudgetState> states = ledger.all();
        List<BudgetState> shown = states.stream()
                .filter(state -> table.isEmpty() || table.get().equals(state.table()))
                .toList();
        if (table.isPresent() && shown.isEmpty()) {
            throw LeptonException.configuration("Cannot show the budget of '" + table.get()
                    + "': nothing was asked about such a table."
                    + Suggestion.didYouMean(
                            table.get(), states.stream().map(BudgetState::table).toList()));
        }
        if (shown.isEmpty()) {
            out.println("No budget was spent yet: lepton stats TABLE --epsilon 1 is the first to.");
        } else {
            summary(shown);
        }
        table.ifPresent(name -> history(ledger, name));
        out.flush();
    }

    private void summary(List<BudgetState> states) {
        int width =
                states.stream().mapToInt(state -> state.table().length()).max().orElse(0);
        String line = "%-" + Math.max(5, width) + "s  %7s  %-24s %s";
        out.println(String.format(Locale.ROOT, line, "TABLE", "QUERIES", "EPSILON LEFT", "DELTA LEFT"));
        for (BudgetState state : states) {
            out.println(String.format(
                    Locale.ROOT,
                    line,
                    state.table(),
                    state.charges(),
                    PlainNumber.of(state.epsilonLeft()) + " of "
                            + PlainNumber.of(state.limit().epsilon()),
                    PlainNumber.of(state.deltaLeft()) + " of "
                            + PlainNumber.of(state.limit().delta())));
        }
    }

    private void history(BudgetLedger ledger, String table) {
        out.println(String.format(
                Locale.ROOT, "%n%-19s  %-12s %8s %8s  %s", "WHEN (UTC)", "WHO", "EPSILON", "DELTA", "WHAT"));
        for (Row entry : ledger.history(table)) {
            out.println(String.format(
                    Locale.ROOT,
                    "%-19s  %-12s %8s %8s  %s",
                    entry.<Timestamp>getAs("charged_at").toInstant().toString().substring(0, 19),
                    entry.<String>getAs("charged_by"),
                    PlainNumber.of(entry.<Double>getAs("epsilon")),
                    PlainNumber.of(entry.<Double>getAs("delta")),
                    entry.<String>getAs("query")));
        }
    }
}
