package io.lepton.privacy.histogram;

import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.criteria.Criterion;
import io.lepton.privacy.recoding.CutTree;
import io.lepton.privacy.recoding.Sensitive;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Recodes a table whose combinations outgrow one machine's memory. A sample of them is cut into regions; the regions' rows are counted, and
 * those that could not be published alone united; every region's combinations then meet in one task, which recodes them like a small table;
 * a join brings the classes back to the rows.
 */
public final class Regions {
    private static final String FROM = "lepton_from_";
    private static final String TO = "lepton_to_";
    /** Combinations of a region, as a share of what one machine holds: several tasks run at a time, and the search takes memory too. */
    private static final int TASKS = 8;

    private final Histogram sample;
    private final PrivacyModel model;
    private final long mostCells;

    /** @param sample of the table's combinations */
    public Regions(Histogram sample, PrivacyModel model, long mostCells) {
        this.sample = sample;
        this.model = model;
        this.mostCells = mostCells;
    }

    /** @throws LeptonException gate, if even the table as a whole is not what the model asks for */
    public Published publish(Dataset<Row> table) {
        JavaRDD<InternalRow> keys = table.select(sample.keys().of(table).toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        JavaSparkContext context = JavaSparkContext.fromSparkContext(keys.context());
        RegionSearch search = RegionSearch.of(sample, model);
        CutTree cuts = CutTree.of(sample.combinations().withoutSensitive(), 1, mostOfSample());
        Broadcast<RegionSearch> shared = context.broadcast(search);
        int[] sizes = search.sensitiveValues();
        Broadcast<CutTree> sharedCuts = context.broadcast(cuts);
        RegionTally tally = keys.mapPartitions(rows -> List.of(
                                tally(shared.value(), sharedCuts.value(), new RegionTally(cuts.regions(), sizes), rows))
                        .iterator())
                .treeReduce(RegionTally::merge);
        List<List<Criterion>> criteria = criteria(tally);
        CutTree.RegionSums sums = tally.sums(model.k(), criteria);
        if (!sums.hold(region -> true)) {
            throw LeptonException.gate(
                    "Cannot protect the sensitive columns as asked: not even all rows together are as diverse."
                            + " Ask for a lower l, or leave the column out.");
        }
        CutTree regions = cuts.uniting(sums);
        Broadcast<CutTree> sharedRegions = context.broadcast(regions);
        RegionSearch compared = search.with(criteria);
        Broadcast<RegionSearch> sharedSearch = context.broadcast(compared);
        long most = mostCells / TASKS;
        JavaRDD<RecodedRegion> recoded = keys.mapPartitionsToPair(
                        rows -> new RegionCounts(rows, sharedSearch.value(), sharedRegions.value(), most))
                .partitionBy(new ByRegion(regions.regions()))
                .mapPartitions(entries -> sharedSearch.value().recode(entries))
                .persist(StorageLevel.MEMORY_AND_DISK_SER());
        return published(table, recoded);
    }

    /** So that a region's share of the whole is what one task holds. */
    private int mostOfSample() {
        long combinations = mostCells / TASKS / sample.keys().names().size();
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, combinations >> Math.min(62, sample.level())));
    }

    private static RegionTally tally(RegionSearch search, CutTree cuts, RegionTally tally, Iterator<InternalRow> rows) {
        int[] codes = search.emptyCodes();
        int[] values = new int[search.sensitiveValues().length];
        while (rows.hasNext()) {
            search.encode(rows.next(), codes);
            for (int s = 0; s < values.length; s++) {
                values[s] = search.sensitiveCode(s, codes);
            }
            tally.add(cuts.region(codes), values);
        }
        return tally;
    }

    /** Compared with the whole table. */
    private List<List<Criterion>> criteria(RegionTally tally) {
        List<List<Criterion>> criteria = new ArrayList<>();
        List<Sensitive> columns = sample.combinations().sensitive();
        for (int s = 0; s < columns.size(); s++) {
            long[] values = tally.values(s);
            criteria.add(columns.get(s).criteria().stream()
                    .<Criterion>map(criterion -> criterion.comparedWith(values))
                    .toList());
        }
        return criteria;
    }

    private Published published(Dataset<Row> table, JavaRDD<RecodedRegion> recoded) {
        int d = sample.columns().size();
        List<RecodedRegion.Sums> sums = recoded.map(RecodedRegion::sums).collect();
        boolean[] changed = new boolean[d];
        double[] loss = new double[d];
        long suppressed = 0;
        for (RecodedRegion.Sums region : sums) {
            suppressed += region.suppressed();
            for (int i = 0; i < d; i++) {
                changed[i] |= region.changed()[i];
                loss[i] += region.loss()[i] * region.rows() / sample.rows();
            }
        }
        StructType schema = new StructType();
        for (int i = 0; i < d; i++) {
            DataType type = sample.keys().types().get(i);
            schema = schema.add(FROM + i, type instanceof DecimalType ? DataTypes.StringType : type);
        }
        for (int i = 0; i < d; i++) {
            schema = schema.add(TO + i, DataTypes.StringType);
        }
        StructType mapped = schema;
        JavaRDD<InternalRow> rows = recoded.mapPartitions(regions -> RecodedRegion.rows(regions, mapped));
        Dataset<Row> mapping = table.sparkSession().internalCreateDataFrame(rows.rdd(), schema, false);
        return new Published(joined(table, mapping, changed), suppressed, loss);
    }

    private Dataset<Row> joined(Dataset<Row> table, Dataset<Row> mapping, boolean[] changed) {
        List<Column> keys = sample.keys().of(table);
        List<String> names = sample.keys().names().subList(0, changed.length);
        Column same = null;
        for (int i = 0; i < changed.length; i++) {
            Column equal = present(keys.get(i), sample.keys().types().get(i)).eqNullSafe(mapping.col(FROM + i));
            same = same == null ? equal : same.and(equal);
        }
        List<Column> columns = new ArrayList<>();
        for (StructField field : table.schema().fields()) {
            int i = names.indexOf(field.name());
            Column value = KeyColumns.column(table, field.name());
            columns.add(
                    i < 0
                            ? value
                            : (changed[i] ? mapping.col(TO + i) : present(value, field.dataType())).as(field.name()));
        }
        return table.join(mapping, same, "inner").select(columns.toArray(Column[]::new));
    }

    private static Column present(Column value, DataType type) {
        return type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType)
                ? when(isnan(value), lit(null)).otherwise(value)
                : value;
    }

    private static final class ByRegion extends Partitioner {
        private static final long serialVersionUID = 1;
        private final int regions;

        ByRegion(int regions) {
            this.regions = regions;
        }

        @Override
        public int numPartitions() {
            return regions;
        }

        @Override
        public int getPartition(Object region) {
            return (Integer) region;
        }
    }
}
