package io.lepton.cli;

import io.lepton.cli.stats.BudgetScreen;
import io.lepton.error.LeptonException;
import io.lepton.lake.BudgetCharge;
import io.lepton.lake.BudgetLedger;
import io.lepton.lake.BudgetLimit;
import io.lepton.lake.Lake;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton budget [TABLE]}: what was spent of the privacy budgets, and by whom. */
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = "Show what 'lepton stats' has spent of each table's privacy budget, or change a budget.")
final class BudgetCommand implements Runnable {
    @Parameters(index = "0", arity = "0..1", paramLabel = "TABLE", description = "Show this table's queries.")
    private Optional<String> table = Optional.empty();

    @Option(
            names = "--lake",
            defaultValue = "${env:LEPTON_LAKE:-lake}",
            description = "Root of the lake (default: $LEPTON_LAKE or 'lake').")
    private String lake;

    @Option(names = "--set", paramLabel = "EPSILON", description = "Make this the table's budget.")
    private Optional<Double> epsilon = Optional.empty();

    @Option(names = "--set-delta", paramLabel = "DELTA", description = "With --set (default: 1e-5).")
    private Optional<Double> delta = Optional.empty();

    @Option(names = "--why", description = "The reason for --set, kept in the ledger.")
    private Optional<String> why = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (epsilon.isPresent() && (table.isEmpty() || why.isEmpty())) {
            throw LeptonException.configuration("Cannot set a budget: name the table, and the reason with --why.");
        }
        try (SparkSession spark = Session.open("budget", () -> OptionalLong.of(0))) {
            BudgetLedger ledger = new BudgetLedger(new Lake(spark, lake));
            epsilon.ifPresent(value -> set(ledger, value));
            new BudgetScreen(spec.commandLine().getOut()).print(ledger, table);
        }
    }

    private void set(BudgetLedger ledger, double value) {
        ledger.set(
                new BudgetCharge(
                        table.orElseThrow(), System.getProperty("user.name", "unknown"), why.orElseThrow(), 0, 0),
                new BudgetLimit(value, delta.orElse(BudgetLedger.DEFAULT.delta())));
    }
}
