/**
 * One person out of the lake: {@link io.lepton.jobs.forget.Forgetting} finds their rows in {@code raw/T}, follows the keys of those rows
 * through the tables that were made of it ({@link io.lepton.jobs.forget.Provenance}), erases them by {@link
 * io.lepton.lake.erasure.TableEraser}, and writes a receipt that does not tell whom. The right to erasure is article 17 of the GDPR; what is
 * to be said of backups and of models is in docs/forgetting-people.md.
 *
 * <p><strong>Order.</strong> Raw rows go last: as long as an erasure is not done, the keys can be found again, so that the same command
 * ends what was cut off. No table's history is deleted before every table's rows are.
 */
package io.lepton.jobs.forget;
