package measure

// QuartersInForce are Money.Quarters without those that ended before the contract began and
// in which nothing was bought.
func (c *ContractFigures) QuartersInForce() []QuarterTurnover {
	list := c.Money.Quarters
	for len(list) > 0 && list[0].Amount == 0 && list[0].Quarter.Last().Before(c.Terms.Start) {
		list = list[1:]
	}
	return list
}
