// Package block draws what pages about several subjects share: the table of contracts with
// its badges, a contract as open data, figures over time, turnover by quarter.
//
// In go a kit.Site and figures; out come view structs of templates. What one subject owns it
// draws itself, also for others: a piece is here only when no subject is its owner.
package block
