package io.lepton.cli.scan;

import io.lepton.privacy.scan.ColumnProfile;
import io.lepton.privacy.scan.DataProfile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A profile as JSON for machines; the keys are stable. */
final class ScanJson {
    private ScanJson() {}

    static Map<String, Object> of(DataProfile profile) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", profile.rows());
        json.put("columns", profile.columns().stream().map(ScanJson::column).toList());
        json.put("measured_together", profile.known());
        json.put(
                "sets",
                profile.sets().stream()
                        .map(set -> Map.of(
                                "columns", set.columns(),
                                "distinct", Math.round(set.distinct()),
                                "singled_out", set.singledOut()))
                        .toList());
        return json;
    }

    private static Map<String, Object> column(ColumnProfile column) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("column", column.column());
        json.put("type", column.type());
        json.put("role", ScanScreen.word(column.suspected()));
        json.put("evidence", column.evidence());
        json.put("proposal", column.proposal());
        json.put("distinct", column.distinct());
        json.put("missing", column.missing());
        List.of(Map.entry("min", column.min()), Map.entry("max", column.max())).stream()
                .filter(bound -> Double.isFinite(bound.getValue()))
                .forEach(bound -> json.put(bound.getKey(), bound.getValue()));
        return json;
    }
}
