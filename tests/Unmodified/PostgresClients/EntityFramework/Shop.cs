using System.Collections.Generic;
using Microsoft.EntityFrameworkCore;

class Customer
{
    public int Id { get; set; }
    public string Name { get; set; }
    public List<Order> Orders { get; set; } = new List<Order>();
}

class Order
{
    public int Id { get; set; }
    public Customer Customer { get; set; }
    public int Number { get; set; }
    public decimal Total { get; set; }
    public uint Version { get; set; }
}

class Shop : DbContext
{
    readonly string connection;

    public Shop(string connection)
    {
        this.connection = connection;
    }

    public DbSet<Customer> Customers => Set<Customer>();
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        options.UseNpgsql(connection);
    }

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Order>().Property(o => o.Version).IsRowVersion();
        model.Entity<Customer>().HasIndex(c => c.Name).IsUnique();
    }
}
