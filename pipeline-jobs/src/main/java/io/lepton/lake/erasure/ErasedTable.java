package io.lepton.lake.erasure;

import java.util.List;

/**
 * What an erasure did to one table.
 *
 * @param erasure names the commit that deleted the rows, the same however often the erasure is begun; the version where none did
 * @param version the version that the erasure left; no older one can be read
 * @param rows deleted from the table
 * @param files that held them, by their paths below the table
 * @param filesDeleted in all: those, files of older versions, and what failed writes left
 */
public record ErasedTable(
        String table, String erasure, long version, long rows, List<String> files, long filesDeleted) {
    public ErasedTable {
        files = List.copyOf(files);
    }
}
