package io.lepton.privacy;

import io.lepton.error.LeptonException;
import io.lepton.privacy.recoding.Attribute;
import io.lepton.privacy.recoding.NumericAttribute;
import io.lepton.privacy.recoding.SetAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** One quasi-identifier's values, numbered in order, and how a class of them is written (see the package's documentation). */
final class QuasiIdentifier {
    private static final String OR_MISSING = " or missing";

    private final String name;
    private final int field;
    private final List<String> texts;
    private final Map<String, Integer> codes = new HashMap<>();
    private final boolean anyMissing;
    private final boolean ordinal;
    private final Optional<HierarchyTree> tree;
    private final Attribute attribute;

    private QuasiIdentifier(
            String name,
            int field,
            List<Value> values,
            boolean anyMissing,
            boolean ordinal,
            Optional<HierarchyTree> tree) {
        this.name = name;
        this.field = field;
        this.texts = values.stream().map(Value::text).toList();
        for (int code = 0; code < texts.size(); code++) {
            codes.put(texts.get(code), code);
        }
        this.anyMissing = anyMissing;
        this.ordinal = ordinal;
        this.tree = tree;
        this.attribute = tree.<Attribute>map(t -> t.attribute(texts, anyMissing))
                .orElseGet(() -> ordinal
                        ? new NumericAttribute(
                                values.stream().mapToDouble(Value::number).toArray())
                        : new SetAttribute(values.size(), anyMissing));
    }

    private record Value(double number, String text) {}

    /**
     * @param hierarchy of the column; null for none
     * @param textField position of the value's text in the rows
     * @param numberField position of the value as a number
     */
    static QuasiIdentifier of(
            String name, boolean ordinal, Hierarchy hierarchy, List<Row> rows, int textField, int numberField) {
        boolean numbers = ordinal && hierarchy == null;
        TreeSet<Value> values =
                new TreeSet<>(Comparator.comparingDouble(Value::number).thenComparing(Value::text));
        boolean anyMissing = false;
        for (Row row : rows) {
            if (row.isNullAt(textField)) {
                anyMissing = true;
            } else {
                double number = numbers ? row.getDouble(numberField) : 0;
                if (!Double.isFinite(number)) {
                    throw LeptonException.data(
                            "Cannot anonymize column '" + name
                                    + "': it holds an infinite number, which no range can have as an end. Quarantine such rows first.");
                }
                values.add(new Value(number, row.getString(textField)));
            }
        }
        return new QuasiIdentifier(
                name,
                textField,
                new ArrayList<>(values),
                anyMissing,
                numbers,
                Optional.ofNullable(hierarchy).map(h -> new HierarchyTree(name, h)));
    }

    String name() {
        return name;
    }

    int code(Row row) {
        return row.isNullAt(field) ? Attribute.MISSING : codes.get(row.getString(field));
    }

    Attribute attribute() {
        return attribute;
    }

    /** How a class is written that holds these codes; null if all of them are missing. */
    String text(TreeSet<Integer> held) {
        boolean missing = held.contains(Attribute.MISSING);
        List<Integer> present = List.copyOf(missing ? held.tailSet(0) : held);
        if (present.isEmpty()) {
            return null;
        }
        boolean all = present.size() == texts.size();
        if (!missing && present.size() == 1) {
            return texts.get(present.get(0));
        } else if (tree.isPresent()) {
            return tree.get().label(present.stream().map(texts::get).toList()) + (missing ? OR_MISSING : "");
        } else if (ordinal) {
            return "[" + texts.get(present.get(0)) + ", " + texts.get(present.get(present.size() - 1)) + "]"
                    + (missing ? OR_MISSING : "");
        } else if (all && missing == anyMissing) {
            return "*";
        }
        return "{"
                + String.join(
                        ", ",
                        present.stream()
                                .map(texts::get)
                                .map(QuasiIdentifier::quoted)
                                .toList()) + "}" + (missing ? OR_MISSING : "");
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '{' || c == '}' || c == '"')
                && value.equals(value.strip())
                && !value.isEmpty();
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
