package io.lepton.privacy.values;

import io.lepton.privacy.Hierarchy;
import io.lepton.privacy.recoding.Attribute;
import io.lepton.privacy.recoding.NumericAttribute;
import io.lepton.privacy.recoding.SetAttribute;
import io.lepton.privacy.recoding.TreeAttribute;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/** How a class's values of one quasi-identifier cost and how they are written (see the documentation of {@link io.lepton.privacy}). */
public final class QuasiIdentifier implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String OR_MISSING = " or missing";

    /** Sets of more values say little and take long; such a column's values are put below their common beginnings. */
    private static final int MOST_LISTED = 256;

    private final String name;
    private final OrderedValues values;
    private final LabelTree tree;
    private final Attribute attribute;

    public QuasiIdentifier(String name, DataType type, OrderedValues values, Optional<Hierarchy> hierarchy) {
        this.name = name;
        this.values = values;
        boolean ordered = OrderedValues.isOrdered(type);
        Optional<LabelTree> labels = hierarchy
                .map(file -> LabelTree.of(name, file))
                .or(() -> ordered || values.size() <= MOST_LISTED
                        ? Optional.empty()
                        : Optional.of(LabelTree.ofPrefixes(values.texts())));
        this.tree = labels.orElse(null);
        this.attribute = labels.<Attribute>map(known -> known.attribute(values.texts(), values.anyMissing()))
                .orElseGet(() -> ordered
                        ? new NumericAttribute(values.numbers())
                        : new SetAttribute(values.size(), values.anyMissing()));
    }

    public String name() {
        return name;
    }

    public OrderedValues values() {
        return values;
    }

    public Attribute attribute() {
        return attribute;
    }

    /** Whether a class with this state is published as the value that all of its rows have. */
    public boolean isValue(long[] state) {
        if (attribute instanceof NumericAttribute) {
            return NumericAttribute.lowest(state[0]) == NumericAttribute.highest(state[0])
                            && !NumericAttribute.missing(state[0])
                    || NumericAttribute.highest(state[0]) < 0;
        } else if (attribute instanceof TreeAttribute labels) {
            return labels.isValue(state[0]);
        }
        int count = 0;
        for (long word : state) {
            count += Long.bitCount(word);
        }
        return count == 1;
    }

    /** How a class with this state is written; empty if it has no values. */
    public Optional<String> text(long[] state) {
        if (attribute instanceof NumericAttribute) {
            return range(state[0]);
        } else if (attribute instanceof TreeAttribute) {
            int node = TreeAttribute.node(state[0]);
            return node < 0
                    ? Optional.empty()
                    : Optional.of(tree.label(node) + (TreeAttribute.missing(state[0]) ? OR_MISSING : ""));
        }
        return set(state);
    }

    private Optional<String> range(long word) {
        int high = NumericAttribute.highest(word);
        if (high < 0) {
            return Optional.empty();
        }
        int low = NumericAttribute.lowest(word);
        boolean missing = NumericAttribute.missing(word);
        return Optional.of(
                low == high && !missing
                        ? values.texts().get(low)
                        : "[" + values.texts().get(low) + ", " + values.texts().get(high) + "]"
                                + (missing ? OR_MISSING : ""));
    }

    private Optional<String> set(long[] state) {
        List<String> present = new java.util.ArrayList<>();
        for (int code = 0; code < values.size(); code++) {
            if ((state[code / 64] >>> (code % 64) & 1) == 1) {
                present.add(values.texts().get(code));
            }
        }
        boolean missing = (state[values.size() / 64] >>> (values.size() % 64) & 1) == 1;
        if (present.isEmpty()) {
            return Optional.empty();
        }
        if (present.size() == 1 && !missing) {
            return Optional.of(present.get(0));
        }
        if (present.size() == values.size() && missing == values.anyMissing()) {
            return Optional.of("*");
        }
        return Optional.of("{"
                + String.join(
                        ", ", present.stream().map(QuasiIdentifier::quoted).toList())
                + "}" + (missing ? OR_MISSING : ""));
    }

    private static String quoted(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '{' || c == '}' || c == '"')
                && value.equals(value.strip())
                && !value.isEmpty();
        return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
