package io.lepton.cli.scan;

import io.lepton.privacy.scan.ColumnProfile;
import io.lepton.privacy.scan.DataProfile;
import io.lepton.privacy.scan.DataScanner;
import io.lepton.privacy.scan.Role;
import io.lepton.privacy.scan.Uniqueness;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A profile for people: the columns by what they are to privacy, each with the reason and what to do, then who is singled out by what. */
record ScanScreen(String path, DataProfile profile) {
    private static final int SHOWN = 3;

    /** In the order in which they are shown. */
    private static final Map<Role, String> TITLES = titles();

    private static Map<Role, String> titles() {
        Map<Role, String> titles = new LinkedHashMap<>();
        titles.put(Role.IDENTIFIER, "IDENTIFIERS name a person by themselves");
        titles.put(
                Role.QUASI_IDENTIFIER,
                "QUASI-IDENTIFIERS may be known to others and tell who somebody is when put together");
        titles.put(
                Role.PROTECTED,
                "PROTECTED attributes: nobody may be disadvantaged by them, and others may know them, too");
        titles.put(Role.SENSITIVE, "SENSITIVE attributes: what people would mind others to learn of them");
        titles.put(Role.PLAIN, "The rest");
        return titles;
    }

    void print(PrintWriter out) {
        say(out, "%s: %d columns, %,d rows", path, profile.columns().size(), profile.rows());
        int width = profile.columns().stream()
                .mapToInt(column -> column.column().length())
                .max()
                .orElse(0);
        TITLES.forEach((role, title) -> {
            List<ColumnProfile> columns = profile.columns().stream()
                    .filter(column -> column.suspected() == role)
                    .toList();
            if (!columns.isEmpty()) {
                say(out, "%n%s", title);
                columns.stream()
                        .filter(column -> !column.unremarkable())
                        .forEach(column -> print(out, column, Math.max(6, width)));
                unremarkable(out, columns);
            }
        });
        sets(out);
        say(out, "%nSuggestions from names and values, to be confirmed by somebody who knows the data.");
        say(out, "'lepton init %s --label COLUMN' drafts a pipeline file that protects the columns.", path);
    }

    private static void unremarkable(PrintWriter out, List<ColumnProfile> columns) {
        String names = columns.stream()
                .filter(ColumnProfile::unremarkable)
                .map(column -> String.format(Locale.ROOT, "%s (%,d)", column.column(), column.distinct()))
                .collect(Collectors.joining(", "));
        if (!names.isEmpty()) {
            say(out, "  Neither name nor values point to a person (different values): %s", names);
        }
    }

    private static void print(PrintWriter out, ColumnProfile column, int width) {
        String missing = column.missing() == 0
                ? ""
                : String.format(Locale.ROOT, " %.1f %% missing.", 100.0 * column.missing() / column.rows());
        String line = "  %-" + width + "s  %-9s %s%s";
        say(out, line, column.column(), column.type(), column.evidence(), missing);
        if (!column.proposal().isEmpty()) {
            say(out, "  %-" + width + "s  %-9s → %s", "", "", column.proposal());
        }
    }

    static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private void sets(PrintWriter out) {
        if (profile.known().isEmpty()) {
            say(out, "%nNo column was recognized by which a person could be found.");
            return;
        }
        say(
                out,
                "%nHOW MANY ARE SINGLED OUT, by somebody who knows these columns of them (no other row has the same values):");
        for (int size = 1;
                size <= DataScanner.LARGEST_SET && size < profile.known().size();
                size++) {
            int columns = size;
            profile.sets().stream()
                    .filter(set -> set.columns().size() == columns)
                    .limit(SHOWN)
                    .forEach(set -> print(out, set));
        }
        profile.together().ifPresent(set -> print(out, set));
        List<String> others = new ArrayList<>(profile.columns().stream()
                .filter(ColumnProfile::known)
                .map(ColumnProfile::column)
                .toList());
        others.removeAll(profile.known());
        if (!others.isEmpty()) {
            say(out, "  Not measured together with the others: %s", String.join(", ", others));
        }
    }

    private void print(PrintWriter out, Uniqueness set) {
        double rows = set.singledOut() * profile.rows();
        say(
                out,
                "  %6.1f %%  %,d of %,d rows: %s",
                100 * set.singledOut(),
                Math.round(rows),
                profile.rows(),
                String.join(", ", set.columns()));
    }

    private static void say(PrintWriter out, String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
