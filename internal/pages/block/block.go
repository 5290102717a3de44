// Package block draws what pages about several subjects share: the table of contracts with
// its badges, a contract as open data, figures over time, turnover by quarter.
//
// In go a kit.Site and figures; out come view structs of templates. A subject draws what it
// owns itself, also for others; a piece is here only if no subject owns it. It draws no
// page.
package block
