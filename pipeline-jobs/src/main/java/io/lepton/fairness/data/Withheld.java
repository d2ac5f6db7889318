package io.lepton.fairness.data;

import io.lepton.fairness.counting.WithheldGroups;
import io.lepton.fairness.counts.CodedRows;
import io.lepton.fairness.counts.CrossTab;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The groups of which nothing is told: see {@link WithheldGroups}.
 *
 * @param parts what each tells of some of the attributes; a group is withheld where one of them says so
 */
record Withheld(List<WithheldGroups> parts) {
    /** Of more combinations of all attributes, each pair is looked at by itself. */
    private static final int MOST_COMBINATIONS = 1 << 20;

    static Withheld of(CodedRows coded, Layout layout, int threshold) {
        if (threshold <= 1) {
            return new Withheld(List.of());
        }
        List<List<Integer>> sets = layout.attributeSets();
        List<List<Integer>> finest = combinations(coded, layout.attributes()) <= MOST_COMBINATIONS
                ? List.of(IntStream.range(0, layout.attributes()).boxed().toList())
                : sets.stream().filter(set -> set.size() > 1).toList();
        List<CrossTab> tables = coded.count(finest);
        return new Withheld(IntStream.range(0, finest.size())
                .mapToObj(i -> new WithheldGroups(
                        rows(coded, layout.attributes(), finest.get(i), tables.get(i)),
                        sets.stream().filter(finest.get(i)::containsAll).toList(),
                        threshold))
                .toList());
    }

    private static double combinations(CodedRows coded, int attributes) {
        return IntStream.range(0, attributes)
                .mapToDouble(attribute -> coded.codes().get(attribute).size())
                .reduce(1, (some, more) -> some * more);
    }

    /** By the names of the groups, one an attribute; empty where the table lacks it. */
    private static Map<List<String>, Long> rows(
            CodedRows coded, int attributes, List<Integer> columns, CrossTab table) {
        Map<List<String>, Long> rows = new HashMap<>();
        int[] codes = new int[columns.size()];
        int place = 0;
        while (place >= 0) {
            if (table.at(codes) > 0) {
                List<String> names = new ArrayList<>(Collections.nCopies(attributes, ""));
                for (int i = 0; i < codes.length; i++) {
                    names.set(
                            columns.get(i),
                            coded.codes().get(columns.get(i)).names().get(codes[i]));
                }
                rows.put(names, table.at(codes));
            }
            place = codes.length - 1;
            while (place >= 0 && ++codes[place] == table.size(place)) {
                codes[place--] = 0;
            }
        }
        return rows;
    }

    /**
     * Names of groups, one an attribute of the set.
     *
     * @param set positions of one attribute or two
     */
    Set<List<String>> of(List<Integer> set) {
        Set<List<String>> names = new HashSet<>();
        parts.forEach(part -> names.addAll(part.of(set)));
        return names;
    }
}
