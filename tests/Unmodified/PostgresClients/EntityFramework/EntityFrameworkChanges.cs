using System;
using System.Linq;
using System.Threading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

/// <summary>Graphs of objects saved, queried, changed and deleted by many threads; conflicts are noticed.</summary>
class EntityFrameworkChanges : PostgresScenario
{
    public override void Run()
    {
        string text = Text("Maximum Pool Size=6;");
        using (var shop = new Shop(text))
        {
            Say("created: " + shop.Database.EnsureCreated());
        }
        int found = 0;
        Crowd(16, me =>
        {
            using (var shop = new Shop(text))
            {
                var customer = new Customer { Name = "customer " + me };
                customer.Orders.AddRange(Enumerable.Range(1, 10).Select(i => new Order { Number = i, Total = me * 10 + i }));
                shop.Add(customer);
                shop.SaveChanges();
            }
            using (var shop = new Shop(text))
            {
                Customer customer = shop.Customers.Include(c => c.Orders).Single(c => c.Name == "customer " + me);
                Interlocked.Add(ref found, customer.Orders.Count);
                customer.Orders.RemoveAll(o => o.Number > 8);
                customer.Orders.ForEach(o => o.Total += 1);
                shop.SaveChanges();
                using (IDbContextTransaction transaction = shop.Database.BeginTransaction())
                {
                    shop.Orders.Where(o => o.Customer.Id == customer.Id).ExecuteDelete();
                    transaction.Rollback();
                }
            }
        });
        Say("found: " + found);
        using (var shop = new Shop(text))
        {
            Say("orders: " + shop.Orders.AsNoTracking().Where(o => o.Customer != null).AsEnumerable().Count());
            Say("total: " + shop.Orders.Where(o => o.Customer != null).Sum(o => o.Total));
            Say("groups: " + string.Join(" ", shop.Orders.Where(o => o.Customer != null).GroupBy(o => o.Number).Select(g => new { g.Key, Count = g.Count() })
                .OrderBy(g => g.Key).Select(g => g.Key + ":" + g.Count).ToList()));
        }
        Try("the same name", () =>
        {
            using (var shop = new Shop(text))
            {
                shop.Add(new Customer { Name = "customer 1" });
                shop.SaveChanges();
            }
        });
        Conflict(text);
    }

    static void Conflict(string text)
    {
        int conflicts = 0, tries = 0;
        Crowd(8, me =>
        {
            for (bool isDone = false; !isDone;)
            {
                using (var shop = new Shop(text))
                {
                    Order order = shop.Orders.OrderBy(o => o.Id).First();
                    order.Total += 1000;
                    // So that others read it before this one writes.
                    Thread.Sleep(5);
                    try
                    {
                        Interlocked.Increment(ref tries);
                        shop.SaveChanges();
                        isDone = true;
                    }
                    catch (DbUpdateConcurrencyException)
                    {
                        Interlocked.Increment(ref conflicts);
                    }
                }
            }
        });
        using (var shop = new Shop(text))
        {
            Say("conflicts: " + (conflicts > 0) + ", in vain: " + (tries - conflicts - 8) + ", added: " + (int)(shop.Orders.OrderBy(o => o.Id).First().Total / 1000));
        }
    }
}
