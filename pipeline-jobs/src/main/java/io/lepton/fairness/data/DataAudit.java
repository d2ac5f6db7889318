package io.lepton.fairness.data;

import static org.apache.spark.sql.functions.lit;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.counting.ProtectedGroups;
import io.lepton.fairness.counts.CodedRows;
import io.lepton.fairness.counts.ColumnCodes;
import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.counts.CrossTab;
import io.lepton.fairness.counts.TableProfile;
import io.lepton.fairness.estimate.MultipleTesting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.storage.StorageLevel;

/**
 * Audits data before a model learns from it: representation and label balance of each group of each protected attribute and of each pair of
 * them, and which features give an attribute away, alone or together.
 */
public final class DataAudit {
    private static final int MOST_GROUPS = 64;
    private static final int MOST_TEXTS = 50;
    private static final int BINS = 20;
    private static final int MOST_CLASSES = 20;
    private static final String BETWEEN = " × ";

    private final DataAuditInput input;
    private final Dataset<Row> rows;
    private final RowSample sampling;

    private DataAudit(Dataset<Row> rows, DataAuditInput input) {
        this.input = input;
        this.rows = rows;
        this.sampling = new RowSample(input.keys(), input.maximumRows(), input.seed());
    }

    /**
     * Measures the data. Costs time linear in the rows that are read, and reads no more of them than the input allows.
     *
     * @param rows a row a person, with the columns that the input names
     * @throws LeptonException configuration: a column is unknown or of the wrong type; data: there are no rows, or a protected column has
     *     no value
     */
    public static DataAuditReport of(Dataset<Row> rows, DataAuditInput input) {
        DataAudit audit = new DataAudit(rows, input);
        audit.checkColumns();
        long total = rows.count();
        if (total == 0) {
            throw LeptonException.data("Cannot audit data: there are no rows. Check what the stage before wrote.");
        }
        Dataset<Row> sample = audit.sampling.of(rows.select(audit.needed()), total);
        if (total <= input.maximumRows()) {
            return audit.of(sample, total);
        }
        Dataset<Row> kept = sample.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return audit.of(kept, total);
        } finally {
            kept.unpersist(false);
        }
    }

    private DataAuditReport of(Dataset<Row> sample, long total) {
        Layout layout = new Layout(
                input.protectedAttributes().size(),
                input.features(),
                input.stratum().isPresent());
        List<CountedColumn> columns = columns(sample);
        TableProfile profile = TableProfile.of(sample, columns, sampling.hash(sample));
        // Last is the label as a text: of few different labels, each is a class.
        int labelText = columns.size() - 1;
        boolean classes = profile.distinctTexts(labelText) <= MOST_CLASSES;
        if (classes) {
            columns.set(layout.label(), columns.get(labelText));
        }
        columns.remove(labelText);
        List<ColumnCodes> codes = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int most = i < layout.attributes() ? MOST_GROUPS : MOST_TEXTS;
            codes.add(profile.codes(i, most, BINS));
        }
        if (classes) {
            codes.set(layout.label(), profile.texts(labelText, MOST_CLASSES));
        }
        requireGroups(codes);
        try (CodedRows coded = CodedRows.of(sample, columns, codes, lit(0.0))) {
            return measured(coded, layout, Labels.of(codes.get(layout.label()), !classes), total);
        }
    }

    private DataAuditReport measured(CodedRows coded, Layout layout, Labels labels, long total) {
        List<CrossTab> tables = coded.count(layout.tables());
        Withheld withheld = Withheld.of(coded, layout, input.privacyThreshold());
        List<GroupShare> shares = new ArrayList<>();
        List<LabelDisparity> disparities = new ArrayList<>();
        List<List<Integer>> sets = layout.attributeSets();
        for (int i = 0; i < sets.size(); i++) {
            GroupsOf groups = groups(coded, sets.get(i), tables.get(i), labels, withheld);
            shares.addAll(groups.balance().shares());
            disparities.addAll(groups.balance().disparities());
            if (layout.stratified() && i < layout.attributes()) {
                disparities.addAll(groups.balance().conditional(tables.get(layout.stratumTable(i)), groups.codes()));
            }
        }
        List<Proxy> proxies = new ArrayList<>();
        List<Predictability> predictability = new ArrayList<>();
        for (int i = 0; i < layout.attributes(); i++) {
            String attribute = input.protectedAttributes().get(i);
            ComparedGroups groups = ComparedGroups.of(
                    attribute,
                    coded.codes().get(i).names(),
                    tables.get(i),
                    input.minimumCount(),
                    joined(withheld.of(List.of(i))));
            List<Integer> others = others(attribute);
            if (groups.size() > 1) {
                for (int j : others) {
                    proxies.add(Proxy.of(input.features().get(j), tables.get(layout.featureTable(i, j)), groups));
                }
            }
            List<Integer> places = others.stream().map(layout::feature).toList();
            new JointModel(coded, places, i, layout.half(), tables.get(layout.halfTable(i)))
                    .of(groups)
                    .ifPresent(predictability::add);
        }
        List<Proxy> ranked = ranked(proxies);
        long read = IntStream.range(0, tables.get(0).size(0))
                .mapToLong(code -> Arrays.stream(tables.get(0).along(code)).sum())
                .sum();
        return new DataAuditReport(
                total,
                read,
                shares,
                disparities,
                ranked,
                predictability,
                new DataWarnings(shares, disparities, ranked, predictability).all());
    }

    private List<Integer> others(String attribute) {
        return IntStream.range(0, input.features().size())
                .filter(j -> !input.features().get(j).equals(attribute))
                .boxed()
                .toList();
    }

    private static List<Proxy> ranked(List<Proxy> proxies) {
        double[] adjusted =
                MultipleTesting.holm(proxies.stream().mapToDouble(Proxy::pValue).toArray(), proxies.size());
        return IntStream.range(0, adjusted.length)
                .mapToObj(i -> proxies.get(i).adjusted(adjusted[i]))
                .sorted(Comparator.comparingDouble(Proxy::normalizedMutualInformation)
                        .reversed()
                        .thenComparing(Proxy::attribute)
                        .thenComparing(Proxy::feature))
                .toList();
    }

    /** @param codes of the groups, where they are of one attribute */
    private record GroupsOf(LabelBalance balance, List<Integer> codes) {}

    private static Set<String> joined(Set<List<String>> groups) {
        return groups.stream().map(names -> String.join(BETWEEN, names)).collect(Collectors.toUnmodifiableSet());
    }

    private GroupsOf groups(CodedRows coded, List<Integer> set, CrossTab table, Labels labels, Withheld withheld) {
        Map<String, List<Integer>> codes = new LinkedHashMap<>();
        Map<String, long[]> counts = new TreeMap<>();
        long all = 0;
        for (int first = 0; first < table.size(0); first++) {
            String name = coded.codes().get(set.get(0)).names().get(first);
            for (int second = 0; second < (set.size() == 1 ? 1 : table.size(1)); second++) {
                long[] byLabel = set.size() == 1 ? table.along(first) : table.along(first, second);
                long count = Arrays.stream(byLabel).sum();
                if (count > 0) {
                    String group = set.size() == 1
                            ? name
                            : name
                                    + BETWEEN
                                    + coded.codes().get(set.get(1)).names().get(second);
                    counts.put(group, byLabel);
                    codes.put(group, List.of(first, second));
                    all += count;
                }
            }
        }
        String attributes = String.join(
                BETWEEN, set.stream().map(input.protectedAttributes()::get).toList());
        List<LabelBalance.Counted> counted = counts.entrySet().stream()
                .map(entry -> new LabelBalance.Counted(entry.getKey(), entry.getValue()))
                .toList();
        return new GroupsOf(
                new LabelBalance(
                        attributes,
                        counted,
                        all,
                        labels,
                        input.minimumCount(),
                        input.privacyThreshold(),
                        joined(withheld.of(set))),
                counts.keySet().stream().map(group -> codes.get(group).get(0)).toList());
    }

    /** Attributes, label, half, stratum, features; and the label once more, as a text. */
    private List<CountedColumn> columns(Dataset<Row> sample) {
        List<CountedColumn> columns = new ArrayList<>();
        ProtectedGroups.of(sample, input.protectedAttributes(), input.bins())
                .forEach((name, group) -> columns.add(CountedColumn.texts(name, group)));
        Column label = ProtectedGroups.column(input.labelColumn()).cast("double");
        columns.add(CountedColumn.numbers(input.labelColumn(), label));
        columns.add(CountedColumn.texts("half", sampling.half(sample)));
        input.stratum().ifPresent(name -> columns.add(CountedColumn.of(sample, name)));
        input.features().forEach(name -> columns.add(CountedColumn.of(sample, name)));
        columns.add(CountedColumn.texts(input.labelColumn(), label));
        return columns;
    }

    private Column[] needed() {
        Set<String> names = new LinkedHashSet<>(input.protectedAttributes());
        names.add(input.labelColumn());
        input.stratum().ifPresent(names::add);
        names.addAll(input.features());
        names.addAll(input.keys());
        return names.stream().map(ProtectedGroups::column).toArray(Column[]::new);
    }

    private void requireGroups(List<ColumnCodes> codes) {
        for (int i = 0; i < input.protectedAttributes().size(); i++) {
            if (codes.get(i).names().equals(List.of("(missing)", ProtectedGroups.MISSING, "(other)"))) {
                throw LeptonException.data(
                        "Cannot audit data by column '%s': every value is missing. Was it dropped or masked before? Take it from the protected attributes, or keep it."
                                .formatted(input.protectedAttributes().get(i)));
            }
        }
    }

    private void checkColumns() {
        List<String> known = Arrays.asList(rows.columns());
        Map<String, String> roles = new LinkedHashMap<>();
        roles.put(input.labelColumn(), "label");
        input.protectedAttributes().forEach(name -> roles.putIfAbsent(name, "protected attribute"));
        input.stratum().ifPresent(name -> roles.putIfAbsent(name, "stratum"));
        input.features().forEach(name -> roles.putIfAbsent(name, "feature"));
        input.keys().forEach(name -> roles.putIfAbsent(name, "key"));
        roles.forEach((name, role) -> {
            if (!known.contains(name)) {
                throw LeptonException.configuration(
                        "Cannot audit data: the rows have no column '%s' (%s).%s They have: %s."
                                .formatted(name, role, Suggestion.didYouMean(name, known), String.join(", ", known)));
            }
        });
        DataType type = rows.schema().apply(input.labelColumn()).dataType();
        if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
            throw LeptonException.configuration(
                    "Cannot audit data: column '%s' (label) is %s, and numbers are needed. Encode its values as 0, 1, 2, ... first."
                            .formatted(input.labelColumn(), type.simpleString()));
        }
        input.bins().keySet().forEach(name -> {
            if (!input.protectedAttributes().contains(name)) {
                throw LeptonException.configuration(
                        "Cannot audit data: bins are declared for '%s', which is no protected attribute.%s Add it to them, or take the bins away."
                                .formatted(name, Suggestion.didYouMean(name, input.protectedAttributes())));
            }
        });
    }
}
