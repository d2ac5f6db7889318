package io.lepton.lake;

import java.math.BigDecimal;

/**
 * How much of a table's budget is spent. Sums are of the decimals that people wrote: three times 0.1 is 0.3.
 *
 * @param charges how many queries were charged
 */
public record BudgetState(
        String table, BudgetLimit limit, BigDecimal spentEpsilon, BigDecimal spentDelta, int charges) {

    public BigDecimal epsilonLeft() {
        return BigDecimal.valueOf(limit.epsilon()).subtract(spentEpsilon).max(BigDecimal.ZERO);
    }

    public BigDecimal deltaLeft() {
        return BigDecimal.valueOf(limit.delta()).subtract(spentDelta).max(BigDecimal.ZERO);
    }

    /** Whether a query can be paid. */
    boolean allows(BudgetCharge charge) {
        return BigDecimal.valueOf(charge.epsilon()).compareTo(epsilonLeft()) <= 0
                && BigDecimal.valueOf(charge.delta()).compareTo(deltaLeft()) <= 0;
    }

    BudgetState after(BudgetCharge charge) {
        return new BudgetState(
                table,
                limit,
                spentEpsilon.add(BigDecimal.valueOf(charge.epsilon())),
                spentDelta.add(BigDecimal.valueOf(charge.delta())),
                charges + 1);
    }
}
