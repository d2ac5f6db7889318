package io.lepton.cli.generate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Invents people from UCI Adult: each takes sex, education, marital status and income from a real record, and each other group of columns
 * (age and hours; work; origin; capital) from that record or from another one that is alike in those four, so that what holds between the
 * groups holds among the invented, too. Ages and weights are shifted a little. A record depends on the seed and its number alone.
 */
public final class CensusGenerator {
    private static final List<List<String>> GROUPS = List.of(
            List.of("age", "hours-per-week"),
            List.of("workclass", "occupation"),
            List.of("race", "native-country"),
            List.of("capital-gain", "capital-loss"),
            List.of("fnlwgt"));
    private static final int LEAST_AGE = 17;
    private static final int GREATEST_AGE = 90;

    private final SparkSession spark;
    private final Path data;
    private final long seed;

    /** @param data Adult as a CSV file with a header */
    public CensusGenerator(SparkSession spark, Path data, long seed) {
        this.spark = spark;
        this.data = data;
        this.seed = seed;
    }

    /** This many people; computed when they are used. */
    public Dataset<Row> rows(long count) {
        Dataset<Row> real = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .option("nullValue", "?")
                .csv(data.toString());
        StructType schema = real.schema();
        List<String> columns = Arrays.asList(schema.fieldNames());
        Broadcast<CensusRows> census = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .broadcast(CensusRows.of(real.collectAsList(), columns));
        int[] groupOf = columns.stream().mapToInt(CensusGenerator::group).toArray();
        int age = columns.indexOf("age");
        int weight = columns.indexOf("fnlwgt");
        long start = seed;
        Dataset<Row> numbers = spark.range(count).toDF("id").select(new Column[] {functions.col("id")});
        JavaRDD<InternalRow> invented = numbers.queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(ids -> new Invented(
                        ids, new People(census.value(), groupOf, age, weight, start), UnsafeProjection.create(schema)));
        return spark.internalCreateDataFrame(invented.rdd(), schema, false);
    }

    private static int group(String column) {
        for (int group = 0; group < GROUPS.size(); group++) {
            if (GROUPS.get(group).contains(column)) {
                return group;
            }
        }
        return -1;
    }

    private record Invented(Iterator<InternalRow> ids, People people, UnsafeProjection projection)
            implements Iterator<InternalRow> {
        @Override
        public boolean hasNext() {
            return ids.hasNext();
        }

        @Override
        public InternalRow next() {
            return projection.apply(people.number(ids.next().getLong(0)));
        }
    }

    /** Puts records together, one at a time in one row. */
    private static final class People {
        private final CensusRows census;
        private final int[] groupOf;
        private final int age;
        private final int weight;
        private final long seed;
        private final int[] donors = new int[GROUPS.size()];
        private final GenericInternalRow row;

        People(CensusRows census, int[] groupOf, int age, int weight, long seed) {
            this.census = census;
            this.groupOf = groupOf;
            this.age = age;
            this.weight = weight;
            this.seed = seed;
            this.row = new GenericInternalRow(groupOf.length);
        }

        InternalRow number(long number) {
            long state = mixed(seed * 0x9E3779B97F4A7C15L + number);
            int own = (int) Long.remainderUnsigned(state, census.values().length);
            int[] alike = census.strataOfRecord()[own];
            for (int group = 0; group < donors.length; group++) {
                state = mixed(state + 0x9E3779B97F4A7C15L);
                donors[group] = (state & 1) == 0 ? own : alike[(int) Long.remainderUnsigned(state >>> 1, alike.length)];
            }
            for (int column = 0; column < groupOf.length; column++) {
                int donor = groupOf[column] < 0 ? own : donors[groupOf[column]];
                row.update(column, census.values()[donor][column]);
            }
            state = mixed(state + 0x9E3779B97F4A7C15L);
            int shift = (int) Long.remainderUnsigned(state, 5) - 2;
            row.update(age, Math.max(LEAST_AGE, Math.min(GREATEST_AGE, (Integer) row.genericGet(age) + shift)));
            double factor = 0.95 + 0.1 * ((state >>> 11) * 0x1p-53);
            row.update(weight, (int) ((Integer) row.genericGet(weight) * factor));
            return row;
        }

        /** SplitMix64's step (Steele, Lea and Flood, 2014). */
        private static long mixed(long bits) {
            long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }
    }
}
