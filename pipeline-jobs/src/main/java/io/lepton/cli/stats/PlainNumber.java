package io.lepton.cli.stats;

import java.math.BigDecimal;

/** Budgets as people write them: 0.5, 1e-6. */
final class PlainNumber {
    private PlainNumber() {}

    static String of(double value) {
        return value == 0 || Math.abs(value) >= 1e-4 && Math.abs(value) < 1e15
                ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                : String.valueOf(value).replace(".0E", "e").replace('E', 'e');
    }

    static String of(BigDecimal value) {
        return of(value.doubleValue());
    }
}
