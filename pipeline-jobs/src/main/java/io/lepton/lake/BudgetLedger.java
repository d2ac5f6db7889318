package io.lepton.lake;

import static org.apache.spark.sql.functions.col;

import io.lepton.error.LeptonException;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * The table {@code audits/privacy_budget}: what each query with differential privacy cost, and how much its table's budget is. A query is
 * charged before it is answered. One that fails afterwards stays charged, and asked again is charged again, since nobody can know whether
 * its answer was seen: the ledger may say too much, and never too little.
 *
 * <p>The rows of a table are numbered, and the number is also Delta's transaction number: of two who charge at the same time, on whatever
 * machines, one gets it and the other reads the ledger again. That holds as far as the lake's file system lets only one of two commits
 * succeed, as Delta asks of it.
 */
public final class BudgetLedger {
    /** Unless another is set: five queries with epsilon 1, ten with a delta of one in a million. */
    public static final BudgetLimit DEFAULT = new BudgetLimit(5, 1e-5);

    private static final String TABLE = "audits/privacy_budget";
    private static final StructType SCHEMA = StructType.fromDDL(
            "table_name string, number bigint, entry_id string, charged_at timestamp, charged_by string, "
                    + "query string, epsilon double, delta double, spent_epsilon double, spent_delta double, "
                    + "budget_epsilon double, budget_delta double");
    private static final int TRIES = 100;

    private final Lake lake;

    public BudgetLedger(Lake lake) {
        this.lake = lake;
    }

    /**
     * Writes the charge down and tells what is left, or refuses.
     *
     * @param limit the table's budget, if this is its first query; later it can only be changed by {@link #set}
     * @throws LeptonException gate, if not enough is left; configuration, if the table's budget is another
     */
    public BudgetState charge(BudgetCharge charge, Optional<BudgetLimit> limit) {
        String id = UUID.randomUUID().toString();
        for (int tries = 0; tries < TRIES; tries++) {
            List<Row> entries = history(charge.table());
            BudgetState before = state(entries)
                    .map(known -> sameLimit(known, limit))
                    .orElseGet(() -> unspent(charge.table(), limit.orElse(DEFAULT)));
            if (!before.allows(charge)) {
                throw refusal(charge, before);
            }
            BudgetState after = before.after(charge);
            if (written(id, entries, charge, after)) {
                return after;
            }
        }
        throw busy(charge.table());
    }

    /**
     * Changes a table's budget, and keeps the reason.
     *
     * @param change of which only table, who, and the reason as query are used
     */
    public BudgetState set(BudgetCharge change, BudgetLimit limit) {
        String id = UUID.randomUUID().toString();
        BudgetCharge free = new BudgetCharge(change.table(), change.who(), "budget set: " + change.query(), 0, 0);
        for (int tries = 0; tries < TRIES; tries++) {
            List<Row> entries = history(change.table());
            BudgetState before = state(entries).orElseGet(() -> unspent(change.table(), limit));
            BudgetState after = new BudgetState(
                    before.table(), limit, before.spentEpsilon(), before.spentDelta(), before.charges());
            if (written(id, entries, free, after)) {
                return after;
            }
        }
        throw busy(change.table());
    }

    /** A table's budget; empty if nobody has asked for anything yet. */
    public Optional<BudgetState> of(String table) {
        return state(history(table));
    }

    /** All budgets, by table. */
    public List<BudgetState> all() {
        if (!lake.exists(TABLE)) {
            return List.of();
        }
        return lake.read(TABLE).select("table_name").distinct().collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .map(table -> of(table).orElseThrow())
                .toList();
    }

    /** A table's entries, in the order in which they were written. */
    public List<Row> history(String table) {
        if (!lake.exists(TABLE)) {
            return List.of();
        }
        return lake.read(TABLE).where(col("table_name").equalTo(table)).collectAsList().stream()
                .sorted(Comparator.comparingLong(entry -> entry.<Long>getAs("number")))
                .toList();
    }

    private static Optional<BudgetState> state(List<Row> entries) {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal epsilon = BigDecimal.ZERO;
        BigDecimal delta = BigDecimal.ZERO;
        int charges = 0;
        for (Row entry : entries) {
            epsilon = epsilon.add(BigDecimal.valueOf(entry.<Double>getAs("epsilon")));
            delta = delta.add(BigDecimal.valueOf(entry.<Double>getAs("delta")));
            charges += entry.<Double>getAs("epsilon") > 0 ? 1 : 0;
        }
        Row newest = entries.get(entries.size() - 1);
        return Optional.of(new BudgetState(
                newest.getAs("table_name"),
                new BudgetLimit(newest.<Double>getAs("budget_epsilon"), newest.<Double>getAs("budget_delta")),
                epsilon,
                delta,
                charges));
    }

    private static BudgetState unspent(String table, BudgetLimit limit) {
        return new BudgetState(table, limit, BigDecimal.ZERO, BigDecimal.ZERO, 0);
    }

    private static BudgetState sameLimit(BudgetState known, Optional<BudgetLimit> limit) {
        if (limit.isPresent() && !limit.get().equals(known.limit())) {
            throw LeptonException.configuration("Cannot charge '" + known.table() + "' to a budget of "
                    + words(limit.get()) + ": its budget is " + words(known.limit())
                    + " since an earlier query. Leave the budget out, or change it with: lepton budget " + known.table()
                    + " --set EPSILON --why REASON");
        }
        return known;
    }

    /** False if somebody else came first. */
    private boolean written(String id, List<Row> entries, BudgetCharge charge, BudgetState after) {
        long number =
                entries.isEmpty() ? 1 : 1 + entries.get(entries.size() - 1).<Long>getAs("number");
        Row row = RowFactory.create(
                charge.table(),
                number,
                id,
                Timestamp.from(Instant.now()),
                charge.who(),
                charge.query(),
                charge.epsilon(),
                charge.delta(),
                after.spentEpsilon().doubleValue(),
                after.spentDelta().doubleValue(),
                after.limit().epsilon(),
                after.limit().delta());
        try {
            return lake.appendNumbered(
                    lake.rows(List.of(row), SCHEMA),
                    TABLE,
                    new NumberedWrite("lepton/privacy-budget/" + charge.table(), number, id));
        } catch (ConcurrentModificationException e) {
            return false;
        }
    }

    private static LeptonException refusal(BudgetCharge charge, BudgetState state) {
        return LeptonException.gate("Cannot release statistics of '" + charge.table() + "': they cost "
                + words(charge.epsilon(), charge.delta()) + ", and of its budget of " + words(state.limit())
                + " only "
                + words(state.epsilonLeft().doubleValue(), state.deltaLeft().doubleValue())
                + " is left. Ask with less, or use what was released before.");
    }

    private static LeptonException busy(String table) {
        return LeptonException.gate(
                "Cannot charge the budget of '" + table + "': others were faster " + TRIES + " times. Try again.");
    }

    private static String words(BudgetLimit limit) {
        return words(limit.epsilon(), limit.delta());
    }

    private static String words(double epsilon, double delta) {
        return "epsilon " + text(epsilon) + " and delta " + text(delta);
    }

    private static String text(double value) {
        return value == 0 || value >= 1e-4
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value).replace(".0E", "e").replace('E', 'e');
    }
}
