package io.lepton.report;

import java.util.Locale;
import java.util.Map;

/** The one place that writes numbers and names of measures for people. */
public final class Figures {
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("auc", "AUC"),
            Map.entry("f1", "F1"),
            Map.entry("rmse", "RMSE"),
            Map.entry("mae", "MAE"),
            Map.entry("r2", "R²"),
            Map.entry("log_loss", "Log loss"),
            Map.entry("brier", "Brier score"));

    /** "32,561". */
    public String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** "17.3 %"; "–" if unknown. */
    public String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Three decimals, four digits where the value is large; "–" if unknown. */
    public String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.1f" : "%.3f", value);
    }

    /** "p = 0.031", "p < 0.001". */
    public String pValue(double value) {
        return Double.isNaN(value)
                ? "–"
                : value < .001 ? "p < 0.001" : String.format(Locale.ROOT, value < .1 ? "p = %.3f" : "p = %.2f", value);
    }

    /** "42 s" or "3 min 5 s". */
    public String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 10) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
    }

    /** "equalized_odds_difference" as "Equalized odds difference". */
    public String name(String metric) {
        String words = metric.replace('_', ' ');
        return NAMES.getOrDefault(
                metric, words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
    }

    /** A share of 0 to 1 as whole points for the length of a bar, 0 to {@code full}. */
    public String bar(double share, double full) {
        double bounded = Double.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
        return String.format(Locale.ROOT, "%.1f", bounded * full);
    }

    /** The radius of a circle whose area is a share of 0 to 1 of the largest; at least a fourteenth of that one's. */
    public String radius(double share, double largest) {
        return String.format(Locale.ROOT, "%.1f", Math.max(largest / 14, largest * Math.sqrt(share)));
    }
}
