/** Audits of score tables that something else made: any columns that hold a score, what came true, and who a row is about. */
package io.lepton.jobs.scoretable;
