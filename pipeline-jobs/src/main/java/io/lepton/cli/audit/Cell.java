package io.lepton.cli.audit;

import java.util.Locale;

/** Figures and names as tables in a terminal show them; {@code -} for what is unknown. */
public final class Cell {
    private static final int NAME_WIDTH = 28;

    private Cell() {}

    public static String percent(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }

    public static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** Cut where it is wider than a column of names. */
    public static String shortened(String name) {
        return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
    }
}
