package io.lepton.privacy.histogram;

import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.criteria.Criterion;
import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.recoding.LocalRecoder;
import io.lepton.privacy.recoding.Recoding;
import io.lepton.privacy.recoding.Sensitive;
import io.lepton.privacy.values.OrderedValues;
import io.lepton.privacy.values.QuasiIdentifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/** What tasks need to recode a region: the values of the columns, and what is asked of classes. */
final class RegionSearch implements Serializable {
    private static final long serialVersionUID = 1;

    private final ArrayList<QuasiIdentifier> columns;
    private final ArrayList<OrderedValues> values;
    private final double[] weights;
    private final int k;
    private final double suppressionLimit;
    private final ArrayList<ArrayList<Criterion>> criteria;

    private RegionSearch(
            List<QuasiIdentifier> columns,
            List<OrderedValues> values,
            double[] weights,
            int k,
            double suppressionLimit,
            List<List<Criterion>> criteria) {
        this.columns = new ArrayList<>(columns);
        this.values = new ArrayList<>(values);
        this.weights = weights.clone();
        this.k = k;
        this.suppressionLimit = suppressionLimit;
        this.criteria = new ArrayList<>();
        criteria.forEach(each -> this.criteria.add(new ArrayList<>(each)));
    }

    static RegionSearch of(Histogram sample, PrivacyModel model) {
        boolean close =
                model.sensitive().stream().anyMatch(column -> column.closeness().isPresent());
        return new RegionSearch(
                sample.columns(),
                sample.values(),
                sample.combinations().weights(),
                model.k(),
                // What is left out changes the table that classes must be close to, which no region sees.
                close ? 0 : model.suppressionLimit(),
                sample.combinations().sensitive().stream()
                        .map(Sensitive::criteria)
                        .toList());
    }

    RegionSearch with(List<List<Criterion>> others) {
        return new RegionSearch(columns, values, weights, k, suppressionLimit, others);
    }

    /** How many each sensitive column has, a missing one counted. */
    int[] sensitiveValues() {
        return values.stream()
                .skip(columns.size())
                .mapToInt(column -> column.size() + (column.anyMissing() ? 1 : 0))
                .toArray();
    }

    int[] emptyCodes() {
        return new int[values.size()];
    }

    void encode(InternalRow row, int[] codes) {
        for (int i = 0; i < codes.length; i++) {
            codes[i] = values.get(i).dictionary().find(row, i);
        }
    }

    int sensitiveCode(int s, int[] codes) {
        int code = codes[columns.size() + s];
        return code < 0 ? values.get(columns.size() + s).size() : code;
    }

    /** @param counted rows by combination, all of one region, or none */
    Iterator<RecodedRegion> recode(Iterator<Tuple2<Integer, long[]>> counted) {
        if (!counted.hasNext()) {
            return List.<RecodedRegion>of().iterator();
        }
        CodeTable table = new CodeTable(values.size());
        long[] counts = new long[64];
        int[] codes = emptyCodes();
        while (counted.hasNext()) {
            long[] entry = counted.next()._2;
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (int) entry[i];
            }
            int tuple = table.add(codes);
            if (tuple >= counts.length) {
                counts = Arrays.copyOf(counts, counts.length * 2);
            }
            counts[tuple] += entry[codes.length];
        }
        int[][] all = new int[codes.length][table.size()];
        for (int tuple = 0; tuple < table.size(); tuple++) {
            for (int i = 0; i < codes.length; i++) {
                all[i][tuple] = table.code(tuple, i);
            }
        }
        Combinations combinations = Entries.sorted(all, Arrays.copyOf(counts, table.size()), values)
                .combinations(columns, weights, sensitiveValues(), criteria);
        long budget = (long) Math.floor(suppressionLimit * combinations.rows() + 1e-9);
        Recoding recoding = new LocalRecoder(k, budget).recodePart(combinations);
        return List.of(RecodedRegion.of(columns, combinations, recoding)).iterator();
    }
}
