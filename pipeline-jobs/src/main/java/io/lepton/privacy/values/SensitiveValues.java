package io.lepton.privacy.values;

import io.lepton.error.LeptonException;
import io.lepton.privacy.SensitiveColumn;
import io.lepton.privacy.criteria.Closeness;
import io.lepton.privacy.criteria.Criterion;
import io.lepton.privacy.criteria.Distance;
import io.lepton.privacy.criteria.DistinctDiversity;
import io.lepton.privacy.criteria.EntropyDiversity;
import io.lepton.privacy.criteria.EqualDistance;
import io.lepton.privacy.criteria.OrderedDistance;
import io.lepton.privacy.criteria.RecursiveDiversity;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;

/** The values of a sensitive column, a missing one the last of them, and what every class must hold of them. */
public final class SensitiveValues {
    private final SensitiveColumn column;
    private final DataType type;
    private final OrderedValues values;

    public SensitiveValues(SensitiveColumn column, DataType type, OrderedValues values) {
        this.column = column;
        this.type = type;
        this.values = values;
    }

    public int size() {
        return values.size() + (values.anyMissing() ? 1 : 0);
    }

    public List<Criterion> criteria() {
        List<Criterion> criteria = new ArrayList<>();
        column.diversity().map(SensitiveValues::diversity).ifPresent(criteria::add);
        column.closeness()
                .map(asked -> new Closeness(asked.t(), distance(asked), new long[size()]))
                .ifPresent(criteria::add);
        return criteria;
    }

    private static Criterion diversity(SensitiveColumn.Diversity asked) {
        return switch (asked.counting()) {
            case DISTINCT -> new DistinctDiversity((int) Math.ceil(asked.l()));
            case ENTROPY -> new EntropyDiversity(asked.l());
            case RECURSIVE -> new RecursiveDiversity(asked.c(), (int) Math.ceil(asked.l()));
        };
    }

    private Distance distance(SensitiveColumn.Closeness asked) {
        return switch (asked.ground()) {
            case EQUAL -> new EqualDistance();
            case ORDERED -> ordered();
            case HIERARCHICAL -> LabelTree.of(
                            column.column(),
                            asked.hierarchy()
                                    .orElseThrow(() -> LeptonException.configuration("Cannot measure closeness of '"
                                            + column.column()
                                            + "': a hierarchical distance needs a hierarchy. Name its file.")))
                    .distance(values.texts(), values.anyMissing());
        };
    }

    private Distance ordered() {
        if (!OrderedValues.isOrdered(type)) {
            throw LeptonException.configuration("Cannot measure closeness of '" + column.column()
                    + "': it holds " + type.simpleString()
                    + ", which has no order. Use the equal or the hierarchical distance.");
        }
        return new OrderedDistance(values.anyMissing());
    }
}
