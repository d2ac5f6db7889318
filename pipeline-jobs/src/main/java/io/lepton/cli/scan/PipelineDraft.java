package io.lepton.cli.scan;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.privacy.scan.ColumnProfile;
import io.lepton.privacy.scan.DataProfile;
import io.lepton.privacy.scan.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A first pipeline file for a data set that nobody has described yet: what was seen, as options and comments. */
record PipelineDraft(DataFile data, Path target, String label) {

    String write(DataProfile scan) {
        List<ColumnProfile> profile = scan.columns();
        List<String> columns = profile.stream().map(ColumnProfile::column).toList();
        ColumnProfile labelProfile = profile.stream()
                .filter(column -> column.column().equals(label))
                .findFirst()
                .orElseThrow(() -> LeptonException.configuration("Cannot learn '" + label + "': " + data.path()
                        + " has no such column." + Suggestion.didYouMean(label, columns) + " Its columns: "
                        + String.join(", ", columns) + "."));
        List<ColumnProfile> inputs = profile.stream()
                .filter(column -> !column.column().equals(label))
                .toList();
        StringBuilder yaml = new StringBuilder();
        yaml.append("# Written by 'lepton init' from ")
                .append(data.path().getFileName())
                .append(": read it, change it, then 'lepton run' it.\n")
                .append("# Every option is explained by 'lepton explain-config'.\n")
                .append("pipeline: ")
                .append(data.name())
                .append("\n")
                .append("lake: ${LEPTON_LAKE:-lake}\n")
                .append("seed: 42\n\n");
        ingest(yaml, profile);
        anonymize(yaml, inputs, scan);
        train(yaml, labelProfile);
        audit(yaml, inputs);
        return yaml.toString();
    }

    private void ingest(StringBuilder yaml, List<ColumnProfile> profile) {
        yaml.append("ingest:\n  table: ")
                .append(data.name())
                .append("\n  source:\n    format: ")
                .append(data.format().word())
                .append("\n    path: ")
                .append(quote(relativeData()))
                .append("\n");
        if (data.format() == DataFile.Format.CSV) {
            yaml.append("    delimiter: ")
                    .append(quote(data.delimiter()))
                    .append("\n    null-values: [")
                    .append(DataFile.NULL_VALUES.stream()
                            .map(PipelineDraft::quote)
                            .collect(Collectors.joining(", ")))
                    .append("]\n");
        }
        yaml.append("  # What was seen, column by column:\n");
        for (ColumnProfile column : profile) {
            yaml.append(String.format(
                    Locale.ROOT,
                    "  #   %-28s %-10s %,d distinct%s%n",
                    column.column(),
                    column.type(),
                    column.distinct(),
                    column.missing() == 0 ? "" : String.format(Locale.ROOT, ", %,d missing", column.missing())));
        }
        yaml.append("  expectations:\n    - check: ")
                .append(quote("`" + label + "` is not null"))
                .append("\n      severity: quarantine\n      allowed-fraction: 0.05\n\n");
    }

    private static void anonymize(StringBuilder yaml, List<ColumnProfile> inputs, DataProfile scan) {
        List<ColumnProfile> identifiers = with(inputs, Role.IDENTIFIER);
        List<ColumnProfile> quasi = inputs.stream().filter(ColumnProfile::known).toList();
        if (identifiers.isEmpty() && quasi.isEmpty()) {
            yaml.append(
                            "# No identifier or quasi-identifier was recognized. If this is data about people, say here how to protect it:\n")
                    .append("# anonymize:\n#   k-anonymity: {k: 5, quasi-identifiers: [...]}\n\n");
            return;
        }
        yaml.append("anonymize:\n");
        if (!identifiers.isEmpty()) {
            yaml.append("  columns:                      # suspected identifiers: dropped unless you know better\n");
            identifiers.forEach(column -> yaml.append(
                    String.format(Locale.ROOT, "    %s: drop    # %s%n", quote(column.column()), column.evidence())));
        }
        if (!quasi.isEmpty()) {
            scan.together()
                    .ifPresent(set -> yaml.append(String.format(
                            Locale.ROOT,
                            "  # %.1f %% of the rows share their values of %s with nobody.%n",
                            100 * set.singledOut(),
                            String.join(", ", set.columns()))));
            yaml.append(
                    "  k-anonymity:\n    k: 5\n    quasi-identifiers:          # known to others, and telling together\n");
            quasi.forEach(column -> yaml.append(
                    String.format(Locale.ROOT, "      - %s    # %s%n", quote(column.column()), column.evidence())));
            yaml.append("    suppression-limit: 0.05\n");
        }
        yaml.append("\n");
    }

    private void train(StringBuilder yaml, ColumnProfile labelProfile) {
        boolean quantity = labelProfile.numeric() && labelProfile.distinct() > 20;
        yaml.append("train:\n  label: ")
                .append(quote(label))
                .append("\n  task: auto")
                .append(quantity ? "                    # a quantity: regression\n" : "                    # classes\n")
                .append("  split: {method: ")
                .append(quantity ? "random" : "stratified")
                .append(", test-fraction: 0.2}\n")
                .append("  models:\n    xgboost: {}\n    random-forest: {}\n    linear: {}\n")
                .append("  ensemble: {method: stacking}\n\n");
    }

    private static void audit(StringBuilder yaml, List<ColumnProfile> inputs) {
        List<ColumnProfile> suspected = with(inputs, Role.PROTECTED);
        yaml.append("audit:\n");
        if (suspected.isEmpty()) {
            yaml.append(
                    "  protected-attributes: []      # none was recognized: name the columns whose groups must be treated alike\n");
        } else {
            yaml.append("  protected-attributes: [")
                    .append(suspected.stream()
                            .map(column -> quote(column.column()))
                            .collect(Collectors.joining(", ")))
                    .append("]\n  # gates decide whether a model may be promoted, for example:\n")
                    .append("  # gates:\n  #   - {metric: equalized_odds_difference, at-most: 0.1}\n");
        }
    }

    private static List<ColumnProfile> with(List<ColumnProfile> columns, Role role) {
        return columns.stream().filter(column -> column.suspected() == role).toList();
    }

    private String relativeData() {
        Path folder = target.toAbsolutePath().normalize().getParent();
        return folder.relativize(data.path().toAbsolutePath().normalize()).toString();
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t") + "\"";
    }
}
