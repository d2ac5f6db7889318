package io.lepton.jobs;

import io.lepton.lake.TableVersion;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows that a batch is to score, and what is known of where they came from. Closed once they are scored.
 *
 * @param tables of the lake that they were read from
 * @param position of the table that they were read from, where the next batch can go on from it
 * @param gone keys of rows that the table does not hold any more; absent where nobody asked
 * @param release what frees the memory that they take
 */
record Incoming(
        Dataset<Row> rows,
        long count,
        List<TableVersion> tables,
        Optional<Position> position,
        Optional<Dataset<Row>> gone,
        Runnable release)
        implements AutoCloseable {

    /**
     * Up to where a table was read.
     *
     * @param path of the table
     * @param table its identifier: another may come to the same path
     * @param version that was read
     * @param since version that was published before; absent: all rows were taken
     */
    record Position(String path, String table, long version, Optional<Long> since) {
        boolean isOfTheSameTable(Position other) {
            return path.equals(other.path) && table.equals(other.table);
        }

        Position ofAllRows() {
            return new Position(path, table, version, Optional.empty());
        }
    }

    static Incoming of(Dataset<Row> rows, long count, List<TableVersion> tables) {
        return new Incoming(rows, count, tables, Optional.empty(), Optional.empty(), () -> {});
    }

    /** The same, of a version of a table. */
    Incoming at(Position read) {
        return new Incoming(rows, count, tables, Optional.of(read), gone, release);
    }

    /** The same, and rows whose scores are to go. */
    Incoming without(Dataset<Row> gone) {
        return new Incoming(rows, count, tables, position, Optional.of(gone), release);
    }

    /** The same, with more to do when it is closed. */
    Incoming releasing(Runnable more) {
        return new Incoming(rows, count, tables, position, gone, () -> {
            release.run();
            more.run();
        });
    }

    @Override
    public void close() {
        release.run();
    }
}
