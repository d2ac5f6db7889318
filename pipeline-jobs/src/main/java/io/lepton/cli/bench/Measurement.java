package io.lepton.cli.bench;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * One line of a benchmark's table.
 *
 * @param name what was measured, with its unit and its baseline
 * @param ratio ours / baseline
 * @param target the bound on the ratio, in words
 */
public record Measurement(String name, double ours, double baseline, double ratio, String target, boolean holds) {

    /** Less is better. */
    public static Measurement atMost(String name, double ours, double baseline, double bound) {
        double ratio = ours / baseline;
        return new Measurement(name, ours, baseline, ratio, "at most " + inWords(bound), ratio <= bound);
    }

    /** More is better. */
    public static Measurement atLeast(String name, double ours, double baseline, double bound) {
        double ratio = ours / baseline;
        return new Measurement(name, ours, baseline, ratio, "at least " + inWords(bound), ratio >= bound);
    }

    /** For information: nothing was promised. */
    public static Measurement told(String name, double ours, double baseline) {
        return new Measurement(name, ours, baseline, ours / baseline, "none", true);
    }

    private static String inWords(double bound) {
        return new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(bound);
    }
}
