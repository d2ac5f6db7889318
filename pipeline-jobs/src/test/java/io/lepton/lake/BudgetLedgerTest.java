package io.lepton.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class BudgetLedgerTest {
    private static final String TABLE = "trusted/people";

    @TempDir
    private Path folder;

    private final SparkSession spark;
    private Lake lake;
    private BudgetLedger ledger;

    BudgetLedgerTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeEach
    void open() {
        lake = new Lake(spark, folder.toString());
        ledger = new BudgetLedger(lake);
    }

    @Test
    void chargesEachTableUntilItsBudgetIsGone() {
        ledger.charge(charge(TABLE, 0.1), Optional.of(new BudgetLimit(0.3, 1e-5)));
        ledger.charge(charge("trusted/others", 5), Optional.empty());
        ledger.charge(charge(TABLE, 0.2), Optional.of(new BudgetLimit(0.3, 1e-5)));

        assertThatThrownBy(() -> ledger.charge(charge(TABLE, 0.1), Optional.empty()))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.GATE))
                .hasMessage(
                        "Cannot release statistics of 'trusted/people': they cost epsilon 0.1 and delta 1e-6, and of"
                                + " its budget of epsilon 0.3 and delta 1e-5 only epsilon 0 and delta 8e-6 is left. Ask with"
                                + " less, or use what was released before.");
        assertThat(ledger.all()).extracting(BudgetState::table).containsExactly("trusted/others", TABLE);
        BudgetState state = ledger.of(TABLE).orElseThrow();
        assertThat(state.charges()).isEqualTo(2);
        // Not 0.30000000000000004.
        assertThat(state.spentEpsilon()).isEqualByComparingTo("0.3");
        assertThat(ledger.history(TABLE))
                .extracting(
                        entry -> entry.getAs("number"),
                        entry -> entry.getAs("charged_by"),
                        entry -> entry.getAs("query"),
                        entry -> entry.getAs("spent_epsilon"))
                .containsExactly(tuple(1L, "ada", "count", 0.1), tuple(2L, "ada", "count", 0.3));
    }

    /** Four at once, of which the budget pays two. */
    @Test
    void neverOverspendsHoweverManyChargeAtOnce() throws Exception {
        int many = 4;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        List<Future<Boolean>> charged = new ArrayList<>();
        Callable<Boolean> charging = () -> {
            try {
                new BudgetLedger(lake).charge(charge(TABLE, 1), Optional.of(new BudgetLimit(2, 1e-5)));
                return true;
            } catch (LeptonException e) {
                assertThat(e.exitCode()).isEqualTo(ExitCode.GATE);
                return false;
            }
        };
        int paid = 0;
        try {
            for (int i = 0; i < many; i++) {
                charged.add(threads.submit(charging));
            }
            for (Future<Boolean> one : charged) {
                paid += one.get() ? 1 : 0;
            }
        } finally {
            threads.shutdown();
        }

        assertThat(paid).isEqualTo(2);
        assertThat(ledger.of(TABLE).orElseThrow().epsilonLeft()).isEqualByComparingTo("0");
        assertThat(ledger.history(TABLE))
                .extracting(entry -> entry.getAs("number"))
                .containsExactly(1L, 2L);
    }

    /** What two see who read the ledger at the same time. */
    @Test
    void letsOneOfTwoWritesWithTheSameNumberSucceed() {
        StructType schema = StructType.fromDDL("x int");
        NumberedWrite first = new NumberedWrite("app", 1, "first");
        NumberedWrite second = new NumberedWrite("app", 1, "second");

        assertThat(lake.appendNumbered(lake.rows(List.of(RowFactory.create(1)), schema), "t", first))
                .isTrue();
        assertThat(lake.appendNumbered(lake.rows(List.of(RowFactory.create(2)), schema), "t", second))
                .isFalse();

        assertThat(lake.read("t").collectAsList()).extracting(Row::toString).containsExactly("[1]");
    }

    @Test
    void keepsABudgetUntilSomebodySetsAnotherAndSaysWhy() {
        ledger.charge(charge(TABLE, 1), Optional.empty());

        assertThatThrownBy(() -> ledger.charge(charge(TABLE, 1), Optional.of(new BudgetLimit(50, 1e-5))))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageContaining("Cannot charge 'trusted/people' to a budget of epsilon 50 and delta 1e-5: its"
                        + " budget is epsilon 5 and delta 1e-5 since an earlier query.")
                .hasMessageContaining("lepton budget trusted/people --set EPSILON --why REASON");

        BudgetState after = ledger.set(new BudgetCharge(TABLE, "ada", "new consent", 0, 0), new BudgetLimit(50, 1e-5));
        assertThat(after.epsilonLeft()).isEqualByComparingTo("49");
        assertThat(ledger.of(TABLE)).contains(after);
        assertThat(after.charges()).isEqualTo(1);
        assertThat(ledger.history(TABLE))
                .extracting(entry -> entry.getAs("query"))
                .containsExactly("count", "budget set: new consent");
    }

    @Test
    void refusesBudgetsThatAreNone() {
        assertThatThrownBy(() -> new BudgetLimit(0, 0))
                .hasMessage(
                        "Cannot set a privacy budget of epsilon 0.0 and delta 0.0: epsilon must be above 0 and at most"
                                + " 1000, delta from 0 to below 1.");
    }

    private static BudgetCharge charge(String table, double epsilon) {
        return new BudgetCharge(table, "ada", "count", epsilon, 1e-6);
    }
}
